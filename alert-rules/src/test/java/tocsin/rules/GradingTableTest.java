package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The base table at, below and above each of its limits (order 493, article 3).
class GradingTableTest {
    private final GradingTable table = PackReader.read(
            PackFiles.read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"))).grading();

    @ParameterizedTest
    @CsvSource({"0,,,IV", "2,,,IV", "3,,,III", "4,,,III", "9,,,III", "10,,,II", "11,,,II", "29,,,II", "30,,,I",
            "31,,,I",
            ",9,,IV", ",10,,III", ",11,,III", ",49,,III", ",50,,II", ",51,,II", ",99,,II", ",100,,I", ",101,,I",
            ",,9999999.99,IV", ",,10000000,III", ",,10000000.01,III", ",,49999999.99,III", ",,50000000,II",
            ",,50000000.01,II", ",,99999999.99,II", ",,100000000,I", ",,100000000.01,I",
            "2,10,,III", "3,100,,I", "9,9,100000000,I", "0,0,0,IV", ",,,none"})
    void theGravestFigureDecides(Integer dead, Integer seriouslyInjured, BigDecimal lossCny, String grade) {
        assertEquals(grade, table.grade(new GradingTable.Figures(dead, seriouslyInjured, lossCny))
                .map(graded -> graded.grade().name()).orElse("none"));
    }

    @Test
    void theReasonNamesTheFigureAndTheLimit() {
        assertEquals("12 dead or missing, from 10",
                table.grade(new GradingTable.Figures(12, 3, null)).orElseThrow().reason());
    }
}
