package tocsin.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final ObjectNode PAYLOAD = JsonNodeFactory.instance.objectNode().put("reportId", "R1");

    private static Seal seal(String secret) {
        return new Seal(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasSignedIsVerifiedByThePublicKeyAlone() {
        String signed = seal("one").sign("tocsin-receipt", PAYLOAD);

        assertEquals(Optional.<JsonNode>of(PAYLOAD),
                Seal.verify(signed, "tocsin-receipt", seal("one").publicKey()));
    }

    @Test
    void instancesThatShareASecretSignTheSame() {
        assertEquals(seal("one").sign("t", PAYLOAD), seal("one").sign("t", PAYLOAD));
        assertNotEquals(seal("one").publicKey(), seal("two").publicKey());
    }

    @Test
    void theKeyOfASecretIsTheSameInEveryRelease() {
        assertEquals("sj02Nrc7ztCpA8A_puh2d4xRK8KMkC9tSHBIrF4k3qU", seal("one").publicKey().get("x").asText());
    }

    @Test
    void javasOwnEd25519VerifiesWhatWasSigned() throws GeneralSecurityException {
        String[] parts = seal("one").sign("tocsin-receipt", PAYLOAD).split("\\.");
        byte[] raw = Base64.getUrlDecoder().decode(seal("one").publicKey().get("x").asText());
        byte[] encoded = ByteBuffer.allocate(44).put(HexFormat.of().parseHex("302a300506032b6570032100")).put(raw)
                .array();

        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));

        assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])));
    }

    @Test
    void nothingElseIsVerified() {
        String signed = seal("one").sign("tocsin-receipt", PAYLOAD);
        JsonNode key = seal("one").publicKey();
        String[] parts = signed.split("\\.");
        String other = seal("one").sign("tocsin-receipt", PAYLOAD.deepCopy().put("reportId", "R2")).split("\\.")[1];

        assertEquals(Optional.empty(), Seal.verify(signed, "tocsin-receipt", seal("two").publicKey()));
        assertEquals(Optional.empty(), Seal.verify(signed, "tocsin-checkpoint", key));
        assertEquals(Optional.empty(), Seal.verify(parts[0] + "." + other + "." + parts[2], "tocsin-receipt", key));
        assertEquals(Optional.empty(), Seal.verify("", "tocsin-receipt", key));
        assertEquals(Optional.empty(), Seal.verify("a.b.c", "tocsin-receipt", key));
        assertEquals(Optional.empty(), Seal.verify(signed, "tocsin-receipt", JsonNodeFactory.instance.objectNode()));
    }
}
