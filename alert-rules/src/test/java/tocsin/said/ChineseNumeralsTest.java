package tocsin.said;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChineseNumeralsTest {
    private static final String[] SECTIONS = {"", "万", "亿", "万亿"};

    @ParameterizedTest
    @CsvSource({"〇,0", "零,0", "十,10", "十二,12", "二十,20", "两百零三,203", "一千二百,1200", "一百五,150", "两千三,2300", "三万五,35000",
            "一百零五,105", "3千,3000", "2.5万,25000", "1.2亿,120000000", "12百,1200", "1200万,12000000", "廿三,23", "卅,30", "俩,2",
            "仨,3", "１２,12", "１．５万,15000", "'1,234',1234", "1.5,1.5", "壹佰贰拾叁,123", "壹贰叁,123", "二〇二一,2021", "一一九,119",
            "三万零五十,30050", "一亿零三,100000003", "一万亿,1000000000000", "3万5千,35000", "十万,100000", "贰萬,20000"})
    void aNumeralIsRead(String numeral, BigDecimal value) {
        assertEquals(0, value.compareTo(ChineseNumerals.value(numeral).orElseThrow()), numeral);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "人", "三四", "百", "万", "百万", "半", "一个半", "十百", "一百二百", "1.2.3", "1,23", "三四十", "零万", ".5",
            "5.", "-3",
            "多"})
    void whatIsNoNumeralIsRefused(String text) {
        assertEquals(Optional.empty(), ChineseNumerals.value(text));
    }

    @Test
    void aNumeralBeyondTheLimitIsRefused() {
        assertEquals(Optional.empty(), ChineseNumerals.value("一".repeat(ChineseNumerals.LIMIT_CHARACTERS + 1)));
    }

    @Test
    void everySmallNumberComesBackFromItsNumeral() {
        for (long number = 0; number <= 100_000; number++) {
            assertEquals(BigDecimal.valueOf(number), ChineseNumerals.value(written(number)).orElseThrow(),
                    written(number));
        }
    }

    @Test
    void largeNumbersComeBackFromTheirNumerals() {
        Random random = new Random(20_210_720);
        for (int time = 0; time < 20_000; time++) {
            long number = random.nextLong(1_000_000_000_001L) >> random.nextInt(24);
            assertEquals(BigDecimal.valueOf(number), ChineseNumerals.value(written(number)).orElseThrow(),
                    written(number));
        }
    }

    private static String written(long number) {
        if (number == 0) {
            return "零";
        }
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (int section = 3; section >= 0; section--) {
            int part = (int) (number / (long) Math.pow(10_000, section) % 10_000);
            if (part == 0) {
                gap = !text.isEmpty();
                continue;
            }
            text.append(gap || !text.isEmpty() && part < 1000 ? "零" : "").append(section(part));
            // 万亿 followed by 亿 is said with one 亿: 一万零三亿.
            boolean more = section == 3 && number / 100_000_000 % 10_000 > 0;
            text.append(more ? "万" : SECTIONS[section]);
            gap = false;
        }
        return text.toString();
    }

    private static String section(int part) {
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (int power = 3; power >= 0; power--) {
            int digit = part / (int) Math.pow(10, power) % 10;
            if (digit == 0) {
                gap = !text.isEmpty();
            } else {
                text.append(gap ? "零" : "").append("零一二三四五六七八九".charAt(digit))
                        .append(new String[]{"", "十", "百", "千"}[power]);
                gap = false;
            }
        }
        return text.toString();
    }
}
