package tocsin.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No spreadsheet takes what a stranger is called for a formula.
class ScorecardCsvTest {
    @ParameterizedTest
    @ValueSource(strings = {"=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"})
    void aCellThatBeginsAFormulaIsMarkedAsText(String name) {
        String cell = ScorecardCsv.cell(name);
        assertTrue(cell.startsWith("'"), cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sffd", "市消防救援支队", "a=b"})
    void otherCellsStay(String name) {
        assertEquals(name, ScorecardCsv.cell(name));
    }
}
