package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One telephone has one number, however it is written.
class TelephoneNumbersTest {
    @ParameterizedTest
    @CsvSource({
            "+8613800138000, +8613800138000",
            "13800138000, +8613800138000",
            "8613800138000, +8613800138000",
            "008613800138000, +8613800138000",
            "+86 138 0013 8000, +8613800138000",
            "+86-138-0013-8000, +8613800138000",
            "＋８６ 13800138000, +8613800138000",
            "+14155550101, +14155550101",
            "+1 (415) 555-0101, +14155550101",
            "+13800138000, +13800138000",
            "10690001, 10690001",
            "nobody, ''"})
    void aNumberHasOneForm(String written, String normal) {
        assertEquals(normal, TelephoneNumbers.normal(written));
    }

    @ParameterizedTest
    @CsvSource({
            "+8613800138000, +13800138000, true",
            "+8653285550101, +86053285550101, true",
            "+8613800138000, +86 138 0013 8000, true",
            "+8613800138000, +8613800138001, false",
            "+14155550101, +8614155550101, true",
            "+14155550101, +4955550101, false"})
    void twoNumbersThatRingOneTelephoneHaveOneKey(String one, String other, boolean same) {
        assertEquals(same, TelephoneNumbers.key(one).equals(TelephoneNumbers.key(other)));
    }
}
