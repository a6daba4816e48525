package tocsin.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tocsin.model.Sha256;
import tocsin.wire.RecordJson;

/// Who an intake authenticated, as the header `tocsin-auth` carries it: signed, and bound to one record's bytes.
///
/// @param subject the agency of a reporter, or the name of the person's key
/// @param role what the caller may do
/// @param issuers the issuers of official signals that the caller may speak for, beside those of his agency
public record Passport(String subject, Role role, List<String> issuers) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /// Takes a copy.
    public Passport {
        issuers = List.copyOf(issuers);
    }

    /// A caller that speaks for no issuers beside those of his agency.
    public Passport(String subject, Role role) {
        this(subject, role, List.of());
    }

    /// The header's value for a record with this value.
    public String sign(byte[] value, byte[] secret) {
        ObjectNode json = RecordJson.MAPPER.createObjectNode().put("subject", subject)
                .put("role", role.name()).put("sha256", Sha256.of(value));
        if (!issuers.isEmpty()) {
            issuers.forEach(json.putArray("issuers")::add);
        }
        String payload = ENCODER.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
        return payload + "." + hex(payload.getBytes(StandardCharsets.UTF_8), secret);
    }

    /// The passport in this header, or empty if it is forged, damaged or another record's.
    public static Optional<Passport> verify(String header, byte[] value, byte[] secret) {
        int dot = header.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String payload = header.substring(0, dot);
        if (!matches(header.substring(dot + 1), payload.getBytes(StandardCharsets.UTF_8), secret)) {
            return Optional.empty();
        }
        try {
            JsonNode json = RecordJson.MAPPER.readTree(Base64.getUrlDecoder().decode(payload));
            List<String> issuers = new ArrayList<>();
            json.path("issuers").forEach(issuer -> issuers.add(issuer.asText()));
            return json.path("sha256").asText().equals(Sha256.of(value))
                    ? Optional.of(new Passport(json.path("subject").asText(), Role.valueOf(json.path("role").asText()),
                            issuers))
                    : Optional.empty();
        } catch (java.io.IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether this hexadecimal text is the HMAC-SHA256 of these bytes; compared in constant time.
    static boolean matches(String hex, byte[] bytes, byte[] secret) {
        return MessageDigest.isEqual(hex.getBytes(StandardCharsets.UTF_8),
                hex(bytes, secret).getBytes(StandardCharsets.UTF_8));
    }

    /// The HMAC-SHA256 of these bytes, lower-case hexadecimal.
    static String hex(byte[] bytes, byte[] secret) {
        return HexFormat.of().formatHex(hmac(bytes, secret));
    }

    private static byte[] hmac(byte[] bytes, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
