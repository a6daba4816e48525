package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Times are read as the world writes them where they mean one instant, and else refused with the reason.
class WrittenTimeTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mon, 30 Nov 2026 07:30:00 -0500
            Mon, 30 Nov 2026 07:30:00 -05:00
            Mon, 30 Nov 2026 07:30:00 EST
            Mon, 30 Nov 2026 07:30:00 -0500 (EST)
            Mon, 30 Nov 2026 12:30:00 UTC
            Mon, 30 Nov 2026 12:30:00 UT
            Mon, 30 Nov 2026 12:30:00 Z
            Mon, 30 Nov 2026 12:30:00 +0000
            Mon, 30 Nov 2026 12:30:00 -0000
            Mon, 30 Nov 2026 20:30:00 GMT+8
            Mon, 30 Nov 2026 20:30:00 UTC+08:00
            Mon, 30 Nov 26 12:30:00 GMT
            Mon, 30 Nov 2026 12:30 GMT
            30 Nov 2026 12:30:00 GMT
            30 November 2026 12:30:00 GMT
            monday, 30-Nov-26 12:30:00 gmt
            Mon,30 Nov 2026 12:30:00 GMT
            Mon Nov 30 12:30:00 UTC 2026
            Mon, 30 Nov 2026 12:30:00 PM GMT
            Mon, 30 Nov 2026 13:30:00 CET
            2026-11-30T12:30:00Z
            2026-11-30t12:30z
            2026-11-30 12:30:00Z
            2026-11-30T20:30:00+0800
            2026-11-30T20:30:00+08
            2026-11-30T20:30:00.000+08:00
            2026-11-30T20:30:00+08:00[Asia/Shanghai]
            20261130T123000Z
            2026/11/30 20:30:00 +0800
            2026年11月30日 20:30:00 北京时间
            2026年11月30日20时30分 +0800
            """)
    void whatMeansOneInstantIsRead(String written) {
        assertEquals(Instant.parse("2026-11-30T12:30:00Z"), WrittenTime.read(written, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026年11月30日 20:30
            2026年11月30日 下午8时30分
            2026-11-30 20:30:00
            2026/11/30 20:30
            Mon, 30 Nov 2026 20:30:00
            Mon, 30 Nov 2026 20:30:00 CST
            """)
    void aLocalTimeIsReadWhereTheMappingSaysItsZoneAndElseRefused(String written) {
        assertEquals(Instant.parse("2026-11-30T12:30:00Z"), WrittenTime.read(written, Optional.of(SHANGHAI)));
        assertTrue(assertThrows(DateTimeException.class, () -> WrittenTime.read(written, Optional.empty())).getMessage()
                .contains("say zone in the mapping"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Tue, 30 Nov 2026 12:30:00 GMT       | it says Tue, and that day is a Monday
            Mon, 30 Nov 2026 12:30:00 CST       | names no zone that is the same everywhere
            Mon, 30 Nov 2026 12:30:00 IST       | names no zone that is the same everywhere
            Mon, 30 Nov 2026 12:30:00 A         | names no zone that is the same everywhere
            Mon, 30 Nov 2026 12:30:00 +9900     | no place is 99:00 hours from UTC
            Mon, 31 Nov 2026 12:30:00 GMT       | there is no such day
            Mon, 30 Nov 2026 25:30:00 GMT       | there is no such day or time of day
            Mon, 30 Nov 2026                    | it has no time of day
            2026-11-30                          | it has no time of day
            2026年11月30日                       | it has no time of day
            30/11/2026 12:30:00 GMT             | no form that can mean one instant only
            11/30/2026 12:30:00 GMT             | no form that can mean one instant only
            Lun, 30 nov 2026 12:30:00 GMT       | it says Lun
            Mon, 30 noviembre 2026 12:30:00 GMT | no English month
            1796041800                          | no form that can mean one instant only
            yesterday                           | no form that can mean one instant only
            """)
    void whatCouldMeanAnotherIsRefusedWithTheReason(String written, String reason) {
        DateTimeException refused = assertThrows(DateTimeException.class,
                () -> WrittenTime.read(written, Optional.empty()));
        assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"49,2049", "50,1950", "99,1999", "00,2000"})
    void aYearOfTwoDigitsIsReadAsTheStandardSays(String written, int year) {
        assertEquals(year, WrittenTime.read("1 Dec " + written + " 00:00 Z", Optional.empty()).atZone(ZoneOffset.UTC)
                .getYear());
    }

    @Test
    void everyMomentIsReadBackInEveryForm() {
        // Given
        Random random = new Random(17);
        String[] forms = {"EEE, d MMM yyyy HH:mm:ss xx", "EEEE, dd-MMM-yy H:mm:ss xx", "d MMMM yyyy HH:mm:ss 'GMT'xxx",
                "yyyy-MM-dd HH:mm:ss xxx", "yyyy/M/d H:mm:ss xx", "yyyyMMdd'T'HHmmssxx", "EEE MMM d HH:mm:ss xxx yyyy",
                "yyyy年M月d日 HH:mm:ss xx", "yyyy-MM-dd'T'HH:mm:ss.SSSx"};

        // Then
        for (int i = 0; i < 2_000; i++) {
            LocalDateTime local = LocalDateTime.of(2000 + random.nextInt(50), 1, 1, 0, 0)
                    .plusSeconds(random.nextInt(31_000_000));
            ZoneOffset offset = ZoneOffset.ofHours(random.nextInt(25) - 12);
            String written = DateTimeFormatter.ofPattern(forms[i % forms.length], Locale.ENGLISH)
                    .format(local.atOffset(offset));
            assertEquals(local.toInstant(offset), WrittenTime.read(written, Optional.empty()), written);
        }
    }

    @Test
    void noTextTakesLongOrBreaksTheReader() {
        // Given
        Random random = new Random(3);
        String signs = "0123456789:-+/ ,.TZ年月日()[]MonNovEST下午\u2212\uFF10";

        // Then
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(120); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            try {
                WrittenTime.read(text.toString(), Optional.of(SHANGHAI));
            } catch (DateTimeException e) {
                assertTrue(e.getMessage() != null && !e.getMessage().contains("java."), text::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-12-31T24:00Z                | 2027-01-01T00:00:00Z
            2026-12-31 24:00:00.000 +0800    | 2026-12-31T16:00:00Z
            Thu, 31 Dec 2026 24:00:00 GMT    | 2027-01-01T00:00:00Z
            2026年12月31日24时00分 +0800       | 2026-12-31T16:00:00Z
            2026-12-31T24:01Z                |
            2026-12-31T24:00:01Z             |
            2026-12-31T25:00Z                |
            Fri, 31 Dec 2026 24:00:00 GMT    |
            2026年12月31日下午24时00分 +0800     |
            """)
    void hour24EndsItsDay(String written, Instant read) {
        if (read == null) {
            assertThrows(DateTimeException.class, () -> WrittenTime.read(written, Optional.empty()));
        } else {
            assertEquals(read, WrittenTime.read(written, Optional.empty()));
        }
    }
}
