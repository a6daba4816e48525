package tocsin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tocsin.model.Sha256;

/// The seal of a deployment: what it signs anybody can verify with its public key, and nobody else can make.
///
/// Signed text is a JWS in compact form (RFC 7515) with Ed25519 (RFC 8037), the public key a JWK, so that the other side
/// needs no code of Tocsin's. Every instance derives the same key from the secret they share; the same payload always
/// gives the same text. Safe for several threads.
public final class Seal {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final int KEY_BYTES = 32;

    private final KeyPair keys;
    private final ObjectNode jwk;

    /// @param secret the secret the instances share
    public Seal(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519,
                    new Derived(mac.doFinal("tocsin seal".getBytes(StandardCharsets.UTF_8))));
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256 and Ed25519", e);
        }
        this.jwk = jwk((EdECPublicKey) keys.getPublic());
    }

    /// A source of "random" bytes that are the derived seed: Ed25519 keys are made of nothing else.
    private static final class Derived extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] seed;

        Derived(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("an Ed25519 key is made of " + seed.length + " bytes");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }

    private static ObjectNode jwk(EdECPublicKey key) {
        byte[] y = key.getPoint().getY().toByteArray();
        byte[] raw = new byte[KEY_BYTES];
        for (int i = 0; i < Math.min(y.length, KEY_BYTES); i++) {
            raw[i] = y[y.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            raw[KEY_BYTES - 1] |= (byte) 0x80;
        }
        String x = ENCODER.encodeToString(raw);
        return JsonNodeFactory.instance.objectNode().put("kty", "OKP").put("crv", "Ed25519").put("use", "sig")
                .put("alg", "EdDSA").put("kid", Sha256.of(raw).substring(0, 16)).put("x", x);
    }

    /// The public key as a JSON Web Key (RFC 7517).
    public ObjectNode publicKey() {
        return jwk.deepCopy();
    }

    /// This payload, signed.
    ///
    /// @param type what the payload is, such as `tocsin-receipt`: one signed thing cannot stand for another
    public String sign(String type, JsonNode payload) {
        String signed = encode(JsonNodeFactory.instance.objectNode().put("alg", "EdDSA").put("typ", type)
                .put("kid", jwk.get("kid").asText()).toString()) + "." + encode(payload.toString());
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key made for Ed25519 signs", e);
        }
    }

    private static String encode(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The payload of this signed text, or empty if this key did not sign it as this type.
    ///
    /// @param publicKey the JWK of the one who is said to have signed; one that is no Ed25519 key verifies nothing
    public static Optional<JsonNode> verify(String signed, String type, JsonNode publicKey) {
        String[] parts = signed.strip().split("\\.", -1);
        PublicKey key = key(publicKey);
        if (parts.length != 3 || key == null) {
            return Optional.empty();
        }
        try {
            JsonNode header = RecordJson.MAPPER.readTree(DECODER.decode(parts[0]));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            boolean holds = "EdDSA".equals(header.path("alg").asText()) && type.equals(header.path("typ").asText())
                    && signature.verify(DECODER.decode(parts[2]));
            return holds ? Optional.of(RecordJson.MAPPER.readTree(DECODER.decode(parts[1]))) : Optional.empty();
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static @Nullable PublicKey key(JsonNode jwk) {
        try {
            byte[] raw = DECODER.decode(jwk.path("x").asText());
            if (raw.length != KEY_BYTES || !"Ed25519".equals(jwk.path("crv").asText())) {
                return null;
            }
            boolean odd = (raw[KEY_BYTES - 1] & 0x80) != 0;
            byte[] y = Arrays.copyOf(raw, KEY_BYTES);
            y[KEY_BYTES - 1] &= 0x7f;
            for (int i = 0; i < KEY_BYTES / 2; i++) {
                byte low = y[i];
                y[i] = y[KEY_BYTES - 1 - i];
                y[KEY_BYTES - 1 - i] = low;
            }
            return KeyFactory.getInstance("Ed25519").generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519,
                    new EdECPoint(odd, new BigInteger(1, y))));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "Seal[" + jwk.get("kid").asText() + "]";
    }
}
