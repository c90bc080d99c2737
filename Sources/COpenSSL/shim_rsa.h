// RSA with SHA-256 (RS256) over libcrypto 3's EVP. As in shim.h, parameter lists are built here, and each helper leaves
// the thread's error queue empty when it fails: what stays there leaks into the next call of the thread.
#ifndef LECTERN_COPENSSL_SHIM_RSA_H
#define LECTERN_COPENSSL_SHIM_RSA_H

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

// The SHA-256 digest of bytes. 1 for success, 0 for failure.
static inline int lectern_sha256(const void *bytes, size_t length, unsigned char digest[32]) {
    unsigned int written = 0;
    const void *start = bytes == NULL ? "" : bytes;
    int done = EVP_Digest(start, length, digest, &written, EVP_sha256(), NULL) == 1 && written == 32;
    if (!done) ERR_clear_error();
    return done;
}

// A public key of modulus and exponent, both big endian, or NULL. Free it with EVP_PKEY_free.
static inline EVP_PKEY *lectern_rsa_public_create(
    const void *modulus, size_t modulus_length,
    const void *exponent, size_t exponent_length
) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = NULL;
    OSSL_PARAM *parameters = NULL;
    if (modulus_length > INT_MAX || exponent_length > INT_MAX) return NULL;
    BIGNUM *n = BN_bin2bn((const unsigned char *)modulus, (int)modulus_length, NULL);
    BIGNUM *e = BN_bin2bn((const unsigned char *)exponent, (int)exponent_length, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    if (n != NULL && e != NULL && builder != NULL
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) == 1
        && (parameters = OSSL_PARAM_BLD_to_param(builder)) != NULL
        && (context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL)) != NULL
        && EVP_PKEY_fromdata_init(context) == 1
        && EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(e);
    BN_free(n);
    if (key == NULL) ERR_clear_error();
    return key;
}

// Stands in for the question for a passphrase, which would otherwise be asked on the terminal.
static inline int lectern_no_passphrase(char *buffer, int size, int writing, void *context) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

// The key of a PEM text, public or private, when it is one for plain RSA; NULL otherwise. Free it with EVP_PKEY_free.
static inline EVP_PKEY *lectern_rsa_from_pem(const void *text, size_t length, int is_private) {
    if (text == NULL || length > INT_MAX) return NULL;
    BIO *source = BIO_new_mem_buf(text, (int)length);
    EVP_PKEY *key = NULL;
    if (source != NULL) {
        key = is_private
            ? PEM_read_bio_PrivateKey_ex(source, NULL, lectern_no_passphrase, NULL, NULL, NULL)
            : PEM_read_bio_PUBKEY_ex(source, NULL, lectern_no_passphrase, NULL, NULL, NULL);
    }
    BIO_free(source);
    if (key != NULL && EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    ERR_clear_error();
    return key;
}

// A new private key with the exponent 65537, or NULL. Free it with EVP_PKEY_free.
static inline EVP_PKEY *lectern_rsa_generate(size_t bits) {
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", bits);
    if (key == NULL) ERR_clear_error();
    return key;
}

// Writes a private key as unencrypted PKCS#8 PEM and gives its length; 0 when it fails or the room does not suffice.
// libcrypto overwrites its own copy of the text.
static inline size_t lectern_rsa_private_pem(EVP_PKEY *key, void *output, size_t room) {
    size_t length = 0;
    char *text = NULL;
    BIO *sink = BIO_new(BIO_s_secmem());
    if (sink != NULL && PEM_write_bio_PKCS8PrivateKey(sink, key, NULL, NULL, 0, NULL, NULL) == 1) {
        long written = BIO_get_mem_data(sink, &text);
        if (written > 0 && (size_t)written <= room) {
            length = (size_t)written;
            memcpy(output, text, length);
        }
    }
    BIO_free(sink);
    if (length == 0) ERR_clear_error();
    return length;
}

// Writes modulus or exponent of a key, big endian without leading zeros, and gives its length; 0 when it fails.
static inline size_t lectern_rsa_component(const EVP_PKEY *key, int is_modulus, void *output, size_t room) {
    BIGNUM *number = NULL;
    size_t length = 0;
    const char *name = is_modulus ? OSSL_PKEY_PARAM_RSA_N : OSSL_PKEY_PARAM_RSA_E;
    if (EVP_PKEY_get_bn_param(key, name, &number) == 1 && (size_t)BN_num_bytes(number) <= room) {
        length = (size_t)BN_bn2bin(number, (unsigned char *)output);
    }
    BN_free(number);
    if (length == 0) ERR_clear_error();
    return length;
}

// 1 when the signature is that of the bytes under PKCS#1 v1.5 with SHA-256, 0 otherwise.
static inline int lectern_rs256_verify(
    EVP_PKEY *key,
    const void *bytes, size_t length,
    const void *signature, size_t signature_length
) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const unsigned char *start = (const unsigned char *)(bytes == NULL ? "" : bytes);
    int done = context != NULL && signature != NULL
        && EVP_DigestVerifyInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1
        && EVP_DigestVerify(context, (const unsigned char *)signature, signature_length, start, length) == 1;
    EVP_MD_CTX_free(context);
    if (!done) ERR_clear_error();
    return done;
}

// Signs bytes with PKCS#1 v1.5 and SHA-256 and gives the signature's length; 0 when it fails or the room is too small.
static inline size_t lectern_rs256_sign(
    EVP_PKEY *key,
    const void *bytes, size_t length,
    void *signature, size_t room
) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t written = room;
    const unsigned char *start = (const unsigned char *)(bytes == NULL ? "" : bytes);
    int done = context != NULL
        && EVP_DigestSignInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1
        && EVP_DigestSign(context, (unsigned char *)signature, &written, start, length) == 1;
    EVP_MD_CTX_free(context);
    if (!done) ERR_clear_error();
    return done ? written : 0;
}

#endif
