package tocsin.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Codes are those every authenticator shows, and count for a step to either side.
class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({"59, 287082", "1111111109, 081804", "1111111111, 050471", "1234567890, 005924", "2000000000, 279037",
            "20000000000, 353130"})
    void codesAreThoseOfTheStandard(long second, String code) {
        // When
        String shown = Totp.code(SECRET, Instant.ofEpochSecond(second));

        // Then
        assertEquals(code, shown);
    }

    @ParameterizedTest
    @CsvSource({"-31, false", "-30, true", "0, true", "29, true", "30, true", "59, true", "60, false"})
    void aTelephoneMayBeOneStepOff(long seconds, boolean accepted) {
        // Given
        Instant shown = Instant.ofEpochSecond(1_111_111_110);
        String code = Totp.code(SECRET, shown);

        // When
        boolean taken = Totp.accepted(SECRET, code, shown.plusSeconds(seconds)).isPresent();

        // Then
        assertEquals(accepted, taken);
    }

    @ParameterizedTest
    @CsvSource({"050 471, true", "'', false", "50471, false", "050471a, false", "٠٥٠٤٧١, false"})
    void onlyTheCodeItselfCounts(String typed, boolean accepted) {
        // When
        boolean taken = Totp.accepted(SECRET, typed, Instant.ofEpochSecond(1_111_111_111)).isPresent();

        // Then
        assertEquals(accepted, taken);
    }

    @Test
    void authenticatorsAreToldTheSecretByAnAddress() {
        // When
        String address = Totp.address("duty wang", SECRET);

        // Then
        assertEquals("otpauth://totp/Tocsin%3Aduty%20wang?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tocsin",
                address);
    }
}
