// Thin helpers over libcrypto 3. Parameter lists are built here because an OSSL_PARAM keeps the pointers it gets, and a
// pointer that Swift passes is only good for one call. Each helper leaves the thread's error queue empty when it fails.
#ifndef LECTERN_COPENSSL_SHIM_H
#define LECTERN_COPENSSL_SHIM_H

#include <stddef.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#define LECTERN_SHA256_LENGTH 32

// An HMAC-SHA-256 context that holds the key, or NULL. Free it with EVP_MAC_CTX_free.
static inline EVP_MAC_CTX *lectern_hmac_sha256_create(const void *key, size_t key_length) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    // A NULL key means "keep the key", so an empty one still needs an address.
    const unsigned char *bytes = key == NULL ? (const unsigned char *)"" : (const unsigned char *)key;
    if (context != NULL && EVP_MAC_init(context, bytes, key_length, parameters) != 1) {
        EVP_MAC_CTX_free(context);
        context = NULL;
    }
    if (context == NULL) ERR_clear_error();
    return context;
}

// The code of `length` bytes under a prepared context, which stays as it is. 1 for success, 0 for failure.
static inline int lectern_hmac_sha256_compute(
    const EVP_MAC_CTX *prepared,
    const void *bytes,
    size_t length,
    unsigned char code[LECTERN_SHA256_LENGTH]
) {
    size_t written = 0;
    EVP_MAC_CTX *context = EVP_MAC_CTX_dup(prepared);
    int done = context != NULL
        && (length == 0 || EVP_MAC_update(context, (const unsigned char *)bytes, length) == 1)
        && EVP_MAC_final(context, code, &written, LECTERN_SHA256_LENGTH) == 1
        && written == LECTERN_SHA256_LENGTH;
    EVP_MAC_CTX_free(context);
    if (!done) ERR_clear_error();
    return done;
}

// HKDF-SHA-256, extract and expand (RFC 5869). An empty salt is the RFC's default. 1 for success, 0 for failure.
static inline int lectern_hkdf_sha256(
    const void *key, size_t key_length,
    const void *salt, size_t salt_length,
    const void *info, size_t info_length,
    void *output, size_t output_length
) {
    OSSL_PARAM parameters[5];
    OSSL_PARAM *next = parameters;
    *next++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0);
    *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, key_length);
    if (salt_length > 0) {
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_length);
    }
    if (info_length > 0) {
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_length);
    }
    *next = OSSL_PARAM_construct_end();
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
    EVP_KDF_free(kdf);
    int done = context != NULL && EVP_KDF_derive(context, (unsigned char *)output, output_length, parameters) == 1;
    EVP_KDF_CTX_free(context);
    if (!done) ERR_clear_error();
    return done;
}

// 1 when `length` bytes are equal, in a time that depends on `length` alone.
static inline int lectern_equal(const void *left, const void *right, size_t length) {
    return length == 0 || CRYPTO_memcmp(left, right, length) == 0;
}

// Fills `length` bytes from the cryptographic random generator. 1 for success, 0 for failure.
static inline int lectern_random(void *bytes, size_t length) {
    if (length == 0) return 1;
    int done = RAND_bytes_ex(NULL, (unsigned char *)bytes, length, 0) == 1;
    if (!done) ERR_clear_error();
    return done;
}

// Overwrites bytes that held a secret; unlike memset it is never optimised away.
static inline void lectern_cleanse(void *bytes, size_t length) {
    if (length > 0) OPENSSL_cleanse(bytes, length);
}

#endif
