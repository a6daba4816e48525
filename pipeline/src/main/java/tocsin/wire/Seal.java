package tocsin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import tocsin.model.Sha256;

/// The seal of a deployment: what it signs anybody can verify with its public key, and nobody else can make.
///
/// Signed text is a JWS in compact form (RFC 7515) with Ed25519 (RFC 8037), the public key a JWK, so that the other side
/// needs no code of Tocsin's. Every instance derives the same key from the secret they share; the same payload always
/// gives the same text. Safe for several threads.
public final class Seal {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    // Not by Java's own Ed25519: it takes some ten times as long, and every report is answered with a signature.
    private final Ed25519PrivateKeyParameters key;
    private final ObjectNode jwk;

    /// @param secret the secret the instances share
    public Seal(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            this.key = new Ed25519PrivateKeyParameters(
                    mac.doFinal("tocsin seal".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
        byte[] raw = key.generatePublicKey().getEncoded();
        this.jwk = JsonNodeFactory.instance.objectNode().put("kty", "OKP").put("crv", "Ed25519").put("use", "sig")
                .put("alg", "EdDSA").put("kid", Sha256.of(raw).substring(0, 16)).put("x", ENCODER.encodeToString(raw));
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
        byte[] bytes = signed.getBytes(StandardCharsets.US_ASCII);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(bytes, 0, bytes.length);
        return signed + "." + ENCODER.encodeToString(signer.generateSignature());
    }

    private static String encode(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The payload of this signed text, or empty if this key did not sign it as this type.
    ///
    /// @param publicKey the JWK of the one who is said to have signed; one that is no Ed25519 key verifies nothing
    public static Optional<JsonNode> verify(String signed, String type, JsonNode publicKey) {
        String[] parts = signed.strip().split("\\.", -1);
        if (parts.length != 3 || !"Ed25519".equals(publicKey.path("crv").asText())) {
            return Optional.empty();
        }
        try {
            JsonNode header = RecordJson.MAPPER.readTree(DECODER.decode(parts[0]));
            byte[] bytes = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(DECODER.decode(publicKey.path("x").asText())));
            verifier.update(bytes, 0, bytes.length);
            boolean holds = "EdDSA".equals(header.path("alg").asText()) && type.equals(header.path("typ").asText())
                    && verifier.verifySignature(DECODER.decode(parts[2]));
            return holds ? Optional.of(RecordJson.MAPPER.readTree(DECODER.decode(parts[1]))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Seal[" + jwk.get("kid").asText() + "]";
    }
}
