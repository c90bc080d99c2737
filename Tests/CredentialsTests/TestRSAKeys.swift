import Credentials

/// RSA keys that tests know, and texts that are no RSA keys.
///
/// The long ones are made once for each run.
enum TestRSAKeys {
    static let first = RSAPrivateKey.generate()
    static let second = RSAPrivateKey.generate()

    /// A key that another implementation made, with its signature of `The quick brown fox`.
    static let foreignPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmAR10iiTNbSzCfJ55xwV
        WOafWoYEp0JfZ4YbcU/CjKPfqiMHNSEPHKKX4g96grQWqk+ZgoeFc73/WUISt9kL
        nDLngnWkP8toOanL4QG/iNQRDT8qXJZ6MvEmIaTo0qKxysyD8gRbeE89eguS8JPE
        HCP9fDfV4urbWfSGZJgiFx9FnurMwPzZpJY8sHHuWlDkG6ju5NvAPkc+gAgfbFjR
        926+kIvRZoOwu7OpphsF0UBewpcqmaGqnK1U/w4NNExUFSByuRIbUoGr4QxGD2fS
        PmuvleF+J0YelbG5XUNelGXT9j0xP0lLucVrgut9/7Cxf4AlFntZ5vZn1Urcsjf0
        swIDAQAB
        -----END PUBLIC KEY-----
        """
    static let foreignSignature =
        "aWWApfIwWC8TNSbgTVlWIBZ5uiQeJpEk20WK5TkubKBSHrBIPh_0T_--b1zJfHDsEybfNzCmnuMbAqjntIWvYYVGrO"
        + "aGwsgA6OVzBqrpxmQIrKQRCjFxhyXJOLrSaOZMIU5OICDNour0HmLJhNe8z2e7W1mRnun92xtR3R26sMQWJRWvV04H"
        + "x56J8vHQsSSgk9K1jNp7nV9uq1fVvTTRb1YJ4i9oT6xbeBSZaPNe6rnVKvFXLMwdyNMUl5-LPuh67DaJ1zhOpMKO24"
        + "ODXRHMWN1Ut7Tkl5hgFYLzBrUD0TI3XCSoOP-jKVwgaNjxx80hQUZHECGgsUtRiIIaNO9tZA"

    /// The same key in the older form.
    static let foreignPKCS1 = """
        -----BEGIN RSA PUBLIC KEY-----
        MIIBCgKCAQEAmAR10iiTNbSzCfJ55xwVWOafWoYEp0JfZ4YbcU/CjKPfqiMHNSEP
        HKKX4g96grQWqk+ZgoeFc73/WUISt9kLnDLngnWkP8toOanL4QG/iNQRDT8qXJZ6
        MvEmIaTo0qKxysyD8gRbeE89eguS8JPEHCP9fDfV4urbWfSGZJgiFx9FnurMwPzZ
        pJY8sHHuWlDkG6ju5NvAPkc+gAgfbFjR926+kIvRZoOwu7OpphsF0UBewpcqmaGq
        nK1U/w4NNExUFSByuRIbUoGr4QxGD2fSPmuvleF+J0YelbG5XUNelGXT9j0xP0lL
        ucVrgut9/7Cxf4AlFntZ5vZn1Urcsjf0swIDAQAB
        -----END RSA PUBLIC KEY-----
        """

    static let shortPublic = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC/axYI5vMJQ2dEF2kq4x0QnOih
        UsAGbWUJGqXuH/78kw3gj3sb2mZZOgnb6Heh+5+gukcrS2bRWBf1lyolUq9zl3Lh
        votwGZJevXFmCQFLS7mEQdo1s7KPJZ94hs6ogij45Auf9wtW5ymv5kZ6dyVPhvFx
        5fu/22JSI7RbadJtmwIDAQAB
        -----END PUBLIC KEY-----
        """

    static let curvePublic = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAETbVpSUqjR9migcLB7t5msj6Z8vOs
        aR/hjoNsci8i6M8R5w+UX+ZvErHcJb9Xp/rbxlMxI5ZfGqdKECZxk2sEaA==
        -----END PUBLIC KEY-----
        """

    static let pssPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAN06VHDcBMuSRDWZDGUMrZk9
        G//s4W6MSB9WpO1b/NaD6WegnEs1oF4p3LQCOpyALEiCazEokDdsZuadWXNcYG4/
        RLGa38EBsJDVh1/fzV2/9uKTXf6FtzBYU4KP8sU0b0HYwdMgTD6Lja/N/1wbjsyY
        jbHcOn/W3E3epMadC8uP2udluYpikTzVD0klrDQ3ugKD1o3MuabILkZC97Ckg3dX
        eflvay4eq2Odgg8UBA3lejG3PCbDSxR5bjdm9lFf1blf2LYQ7NNWihyMuDid1M19
        lf6JDFGuH1idBkXH3a81lpAnUhBRy9TIDpGjVMTJW28kXY21wQXdzpkKd1xOLh8C
        AwEAAQ==
        -----END PUBLIC KEY-----
        """

    static let curvePrivate = pem(
        "PRIVATE KEY",
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3fD/6SEYKLTvdUslDfMHbzD4sEGjGKDvt3lpD0GMH9"
            + "ShRANCAARNtWlJSqNH2aKBwsHu3mayPpny86xpH+GOg2xyLyLozxHnD5Rf5m8Ssdwlv1en+tvGUzEjll8ap0oQJnGT"
            + "awRo"
    )

    static let encryptedPrivate = pem(
        "ENCRYPTED PRIVATE KEY",
        "MIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQImG40roYfcesCAggA\n"
            + "MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBC2PV1Wq/UpQOXCpRna7YUkBIIC\n"
            + "gDFth9T9BdyQ6Vh9MY0QNV592/IqH6Z0F7DHrz2DdlpPIfjNg7HAFQQpkHY1yida\n"
            + "st+8eIn+Ovmmcg+mWm/plzrD9e0m8ltEU1DfxDmhU9wo+mFJjUNGGXE87eiv5NXD\n"
            + "iG2tJSrnPneTRXNlH9jp9E/3HEi65zlxXYrfJabG2X4Ik54zmDrcmy+cvGk9dct4\n"
            + "MoU4GSgMnVXXOT9FeRD3KMYYil9nY6I/hH79adcz57cVRunzRHnXJSFomGl9aZjv\n"
            + "MHfMDflAo6QR0deKIRro8iw9MkRdULPqO83rFvGwatz6Wc1TkAsKCzxToNGf09+R\n"
            + "9rNHZuZVhptLf8Vh/xsTqOVBJ4SZFORUGuc472asXHpNaYPSicTpA5wJFWIaarkY\n"
            + "QJsxb35MpsZ/09gMMW5U5ks2QhbCh2OJJgPhz+qz4juqibjH2wbM7OoGBZs2iBN0\n"
            + "C/dVH59F64zoo6aCDwnMOSeTwJtjKrgh5KqPZs2J2pvqxirrj/BoasVEhv7Jvy5Z\n"
            + "klAKvYKdrrji/15bzfIj8xujl2lK9/laStD2ato+3Zw7ynAVszo7ewFXN/PChjFH\n"
            + "4p9MsdiRzu9b9Z0e9qG/li1oDRWigkcMIeXYUJzjA9dpQyAMU8Qh7jWRguYVzIcu\n"
            + "lNXlaIi04y+uHRerI23BrL5V3gu9lWf8QygNs5xqVMcrYYd77G864CJgyS0YlqBd\n"
            + "6R6xX1H/yewWgmx+edEHLf6WH97za2N4cMxniI0RWAcoCEs4O4mjove6P/L8S8jp\n"
            + "caoGxWqQy6YcrK0EvnIoUT9WQhvUOEsCJjg5S3A8HatqYjgk6c+ozi5y4NV84dxd\n"
            + "cJkHF50o2j7B75ta9lEe3SE="
    )

    private static func pem(_ label: String, _ body: String) -> String {
        "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
    }
}
