package tocsin.transit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import tocsin.transit.UnusableTlsException.Part;

/// Reads a certificate and its key. What is given back can be used: the key belongs to the certificate, the chain is in
/// order, and all of it is valid now.
public final class TlsKeyReader {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA");
    private static final int SHORTEST_RSA = 2048;
    /// For servers, and for every use (RFC 5280, 4.2.1.12).
    private static final List<String> SERVER_USES = List.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

    private final TlsSettings settings;
    private final TlsFiles files;

    private TlsKeyReader(TlsSettings settings, TlsFiles files) {
        this.settings = settings;
        this.files = files;
    }

    /// The certificate and key of these settings, valid now. Throws with the file, what is wrong with it and what to do.
    public static TlsKey read(TlsSettings settings, Instant now) throws UnusableTlsException {
        return read(settings, TlsFiles.read(settings), now);
    }

    static TlsKey read(TlsSettings settings, TlsFiles files, Instant now) throws UnusableTlsException {
        TlsKeyReader reader = new TlsKeyReader(settings, files);
        TlsKey key = reader.read();
        reader.checkDates(key, now);
        return key;
    }

    /// The certificate and key of these settings, also where the certificate has expired: a start after a night without power
    /// must page people, whatever browsers then say. Throws where they cannot be used at all.
    public static TlsKey readAtAnyTime(TlsSettings settings) throws UnusableTlsException {
        return readAtAnyTime(settings, TlsFiles.read(settings));
    }

    static TlsKey readAtAnyTime(TlsSettings settings, TlsFiles files) throws UnusableTlsException {
        return new TlsKeyReader(settings, files).read();
    }

    /// What works and should be mended: a key that everybody on this machine may read.
    public static List<String> warnings(TlsSettings settings) {
        List<Path> secret = new ArrayList<>(List.of(settings.files().key()));
        if (settings.password().orElse(null) instanceof TlsSettings.InFile(Path file)) {
            secret.add(file);
        }
        return secret.stream().filter(TlsFiles::isForEverybody)
                .map(file -> file + ": everybody on this machine may read it; chmod 600, or 640 with Tocsin's group")
                .toList();
    }

    private TlsKey read() throws UnusableTlsException {
        TlsKey key = switch (settings.files()) {
            case TlsSettings.Pem(Path certificate, Path file) -> new TlsKey(key(file), chain(certificate));
            case TlsSettings.Pkcs12(Path keystore) -> fromKeystore(keystore);
        };
        check(key, part(), settings.files().all().getFirst());
        return key;
    }

    private Part part() {
        return settings.files() instanceof TlsSettings.Pem ? Part.CERTIFICATE : Part.KEYSTORE;
    }

    private List<X509Certificate> chain(Path file) throws UnusableTlsException {
        List<Pem> blocks = Pem.blocks(files.of(file)).orElseThrow(() -> cutOff(Part.CERTIFICATE, file));
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                try {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.der())));
                } catch (CertificateException e) {
                    throw new UnusableTlsException(Part.CERTIFICATE, file, "certificate " + (chain.size() + 1)
                            + " is damaged; put the whole chain there again");
                }
            }
        }
        if (chain.isEmpty()) {
            throw new UnusableTlsException(Part.CERTIFICATE, file,
                    "holds no certificate in PEM (-----BEGIN CERTIFICATE-----); name the file with the certificate and"
                            + " its chain");
        }
        return chain;
    }

    private PrivateKey key(Path file) throws UnusableTlsException {
        List<Pem> blocks = Pem.blocks(files.of(file)).orElseThrow(() -> cutOff(Part.KEY, file));
        List<Pem> keys = blocks.stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
        if (keys.size() != 1) {
            throw new UnusableTlsException(Part.KEY, file, keys.isEmpty()
                    ? "holds no key in PEM (-----BEGIN PRIVATE KEY-----); name the file with the certificate's key"
                    : "holds " + keys.size() + " keys; leave the certificate's own");
        }
        Pem block = keys.getFirst();
        return switch (block.label()) {
            case "PRIVATE KEY" -> key(file, new PKCS8EncodedKeySpec(block.der()));
            case "ENCRYPTED PRIVATE KEY" -> key(file, opened(file, block.der()));
            default -> throw new UnusableTlsException(Part.KEY, file, "is a key of the old form (" + block.label()
                    + "); make it PKCS#8: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        };
    }

    private static UnusableTlsException cutOff(Part part, Path file) {
        return new UnusableTlsException(part, file, "is cut off, or no PEM; put the whole file there again");
    }

    private static PrivateKey key(Path file, PKCS8EncodedKeySpec spec) throws UnusableTlsException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // The next one may know it.
            }
        }
        throw new UnusableTlsException(Part.KEY, file, "is damaged, or no key of kind EC or RSA; use one of these");
    }

    private PKCS8EncodedKeySpec opened(Path file, byte[] der) throws UnusableTlsException {
        char[] password = files.password().orElseThrow(() -> new UnusableTlsException(Part.KEY, file,
                "is encrypted; give its password under http.tls.password or http.tls.password-file"));
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // The parameters know the whole name; the outer one says only that it is PBES2.
            String algorithm = info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
            Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableTlsException(passwordPart(), file,
                    "its password does not open it, or it is encrypted in a way that is not known here; correct"
                            + " http.tls.password, or encrypt it by: openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW");
        }
    }

    private Part passwordPart() {
        return settings.password().orElse(null) instanceof TlsSettings.InFile ? Part.PASSWORD_FILE : Part.PASSWORD;
    }

    private TlsKey fromKeystore(Path file) throws UnusableTlsException {
        char[] password = files.password().orElse(new char[0]);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(files.of(file)), password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new UnusableTlsException(Part.KEYSTORE, file, "holds " + keys.size()
                        + " keys with a certificate; it must hold one");
            }
            Certificate[] chain = store.getCertificateChain(keys.getFirst());
            if (!(store.getKey(keys.getFirst(), password) instanceof PrivateKey key) || chain == null) {
                throw new UnusableTlsException(Part.KEYSTORE, file,
                        "holds a key without a certificate; put both there");
            }
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate one : chain) {
                certificates.add((X509Certificate) one);
            }
            return new TlsKey(key, certificates);
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableTlsException(files.password().isPresent() ? passwordPart() : Part.KEYSTORE, file,
                    "is no PKCS#12 keystore, is cut off, or its password does not open it; correct http.tls.password,"
                            + " or make it by: openssl pkcs12 -export -in CHAIN -inkey KEY -out FILE");
        }
    }

    private void check(TlsKey pair, Part part, Path file) throws UnusableTlsException {
        X509Certificate own = pair.certificate();
        PublicKey open = own.getPublicKey();
        if (!ALGORITHMS.contains(open.getAlgorithm())
                || open instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
            throw new UnusableTlsException(part, file, "is for a key that is too weak or of a kind that is not known"
                    + " here; use EC, or RSA of 2048 bits or more");
        }
        if (!belongs(pair.key(), open)) {
            throw new UnusableTlsException(part == Part.CERTIFICATE ? Part.KEY : part, settings.files().key(),
                    "does not belong to the certificate" + (part == Part.CERTIFICATE ? " in " + file : "")
                            + "; name the key that the certificate was made for");
        }
        if (!isForServers(own)) {
            throw new UnusableTlsException(part, file, "is not meant for servers (extended key usage); ask for one with"
                    + " serverAuth");
        }
        Optional<Integer> stray = firstStray(pair.chain());
        if (stray.isPresent()) {
            throw new UnusableTlsException(part, file, "certificate " + stray.get() + " of the chain does not vouch for"
                    + " the one before it; put the own first, then each that signed the one before");
        }
    }

    private void checkDates(TlsKey pair, Instant now) throws UnusableTlsException {
        Part part = part();
        Path file = settings.files().all().getFirst();
        for (X509Certificate one : pair.chain()) {
            if (now.isAfter(one.getNotAfter().toInstant())) {
                throw new UnusableTlsException(part, file,
                        called(one) + " expired at " + one.getNotAfter().toInstant() + "; renew it");
            }
            if (now.isBefore(one.getNotBefore().toInstant())) {
                throw new UnusableTlsException(part, file, called(one) + " is not valid before "
                        + one.getNotBefore().toInstant() + "; wait, or look at this machine's clock");
            }
        }
    }

    private static String called(X509Certificate one) {
        return "the certificate of " + one.getSubjectX500Principal().getName();
    }

    private static boolean belongs(PrivateKey key, PublicKey open) {
        if (!key.getAlgorithm().equals(open.getAlgorithm())) {
            return false;
        }
        try {
            String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            byte[] something = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isForServers(X509Certificate own) {
        try {
            List<String> uses = own.getExtendedKeyUsage();
            return uses == null || uses.stream().anyMatch(SERVER_USES::contains);
        } catch (CertificateException e) {
            return false;
        }
    }

    /// The number of the first certificate that does not vouch for the one before it.
    private static Optional<Integer> firstStray(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }
}
