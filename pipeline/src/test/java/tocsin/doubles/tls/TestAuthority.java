package tocsin.doubles.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/// An authority of a test's own, which vouches for servers at 127.0.0.1 and localhost.
public final class TestAuthority {
    private static final ASN1ObjectIdentifier ECDSA_SHA256 = new ASN1ObjectIdentifier("1.2.840.10045.4.3.2");

    private final KeyPair keys = keys("EC", 256);
    private final String name;
    private final X509Certificate certificate;
    private long serial = 1;

    /// A certificate with its key.
    public record Issued(PrivateKey key, List<X509Certificate> chain) {}

    /// Another authority.
    public TestAuthority(String name) {
        this.name = name;
        this.certificate = sign("CN=" + name, keys, Instant.now().minusSeconds(86_400),
                Instant.now().plusSeconds(86_400L * 3650), true, KeyPurposeId.anyExtendedKeyUsage);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// A certificate of this authority's for a server, valid from an hour ago for so many seconds.
    public Issued server(String kind, int bits, long seconds) {
        return issue(kind, bits, Instant.now().minusSeconds(3600), Instant.now().plusSeconds(seconds),
                KeyPurposeId.id_kp_serverAuth);
    }

    /// A certificate for a purpose.
    public Issued issue(String kind, int bits, Instant from, Instant until, KeyPurposeId purpose) {
        KeyPair own = keys(kind, bits);
        return new Issued(own.getPrivate(), List.of(sign("CN=server " + serial, own, from, until, false, purpose),
                certificate));
    }

    private X509Certificate sign(String subject, KeyPair own, Instant from, Instant until, boolean authority,
            KeyPurposeId purpose) {
        try {
            AlgorithmIdentifier algorithm = new AlgorithmIdentifier(ECDSA_SHA256);
            V3TBSCertificateGenerator form = new V3TBSCertificateGenerator();
            form.setSerialNumber(new ASN1Integer(BigInteger.valueOf(serial++)));
            form.setSignature(algorithm);
            form.setIssuer(new X500Name("CN=" + name));
            form.setSubject(new X500Name(subject));
            form.setStartDate(new Time(Date.from(from)));
            form.setEndDate(new Time(Date.from(until)));
            form.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[]{
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.dNSName, "localhost")}));
            form.setExtensions(extensions.generate());
            byte[] body = form.generateTBSCertificate().getEncoded("DER");
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            ASN1EncodableVector whole = new ASN1EncodableVector();
            whole.add(org.bouncycastle.asn1.ASN1Sequence.getInstance(body));
            whole.add(algorithm);
            whole.add(new DERBitString(signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(whole).getEncoded()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String kind, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A block of PEM.
    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    /// Certificates as PEM, in their order.
    public static String chain(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate one : chain) {
            try {
                text.append(pem("CERTIFICATE", one.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString();
    }

    /// A key as PEM.
    public static String key(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /// A key as PEM that this password opens.
    public static String key(PrivateKey key, String password) throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(algorithm)
                .generateSecret(new PBEKeySpec(password.toCharArray())));
        return pem("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2,
                        ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded())),
                cipher.doFinal(key.getEncoded())).getEncoded());
    }

    /// Writes a keystore of these.
    public static void keystore(Path file, String password, Issued... issued) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        List<Issued> all = new ArrayList<>(List.of(issued));
        for (Issued one : all) {
            store.setKeyEntry("key" + all.indexOf(one), one.key(), password.toCharArray(),
                    one.chain().toArray(Certificate[]::new));
        }
        try (var out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }
}
