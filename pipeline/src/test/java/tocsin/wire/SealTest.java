package tocsin.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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
