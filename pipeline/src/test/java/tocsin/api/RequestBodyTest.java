package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What JSON is taken from strangers, and what a body of many records costs.
class RequestBodyTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int status(byte[] body) {
        return assertThrows(ApiException.class, () -> RequestBody.json(body)).status();
    }

    private static RecordsOfBody looked(String body, int most) {
        RecordsOfBody records = new RecordsOfBody(bytes(body), most);
        while (records.look()) {
            // Goes on until all of it is known.
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void onlyUtf8IsRead(String charset) {
        byte[] body = "{\"action\":\"NOTE\"}".getBytes(Charset.forName(charset));
        ApiException refused = assertThrows(ApiException.class, () -> RequestBody.json(body));
        assertEquals(400, refused.status());
        assertTrue(refused.getMessage().contains("UTF-8"), refused::getMessage);
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedByTheirPlace() {
        for (byte[] bad : new byte[][]{{(byte) 0xff}, {(byte) 0xc0, (byte) 0xaf},
                {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                {(byte) 0xe7, (byte) 0x81}}) {
            byte[] body = bytes("{\"a\":\"" + "x".repeat(bad.length) + "\"}");
            System.arraycopy(bad, 0, body, 6, bad.length);
            ApiException refused = assertThrows(ApiException.class, () -> RequestBody.json(body));
            assertTrue(refused.getMessage().contains("byte 6"), refused::getMessage);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "[1", "{\"a\":1,\"a\":2}", "1 2", "nul", "{\"a\":1e99999999999}",
            "{\"a\":1e-99999999999}", "{\"a\":+1}", "{\"a\":0x1}", "{\"a\":NaN}", "{\"a\":\"\\q\"}", "\u0000\u0000{}"})
    void whateverAParserThrowsIsOurCallersToCorrect(String body) {
        assertEquals(400, status(bytes(body)), body);
    }

    @Test
    void depthNumbersNamesAndValuesAreBounded() {
        assertEquals(400, status(bytes("[".repeat(101) + "]".repeat(101))));
        assertEquals(100, RequestBody.json(bytes("[".repeat(100) + "]".repeat(100))).toString().length() / 2);
        assertEquals(400, status(bytes("{\"a\":" + "9".repeat(RequestBody.NUMBER_LIMIT + 1) + "}")));
        assertEquals(400, status(bytes("{\"" + "n".repeat(RequestBody.NAME_LIMIT + 1) + "\":1}")));
        assertEquals(413, status(bytes("[" + "1,".repeat(RequestBody.TOKEN_LIMIT) + "1]")));
    }

    @Test
    void halvesOfCharactersAreRefusedByTheirField() {
        ApiException refused = assertThrows(ApiException.class,
                () -> RequestBody
                        .json(bytes("{\"note\":\"ok \\ud83d\\ude00\",\"arguments\":{\"list\":[\"\\ud800\"]}}")));
        assertEquals(422, refused.status());
        assertEquals("arguments.list[0]", refused.refusals().getFirst().getField());
    }

    @Test
    void aListIsReadRecordByRecord() {
        try (RecordsOfBody records = looked(" [ {\"a\":\"火\"} , 12, \"x\",[],null ] ", 10)) {
            assertTrue(records.isList());
            assertEquals(5, records.count());
            assertEquals("{\"a\":\"火\"}", records.read(0).toString());
            assertEquals("12", records.read(1).toString());
            assertEquals("x", records.read(2).asText());
            assertEquals("[]", records.read(3).toString());
            assertTrue(records.read(4).isNull());
        }
        try (RecordsOfBody records = looked("\ufeff{\"a\":[1]}", 10)) {
            assertEquals("{\"a\":[1]}", records.read(0).toString());
        }
    }

    @Test
    void moreRecordsThanTheBoundAreRefusedWithoutReadingOn() {
        assertEquals(10, looked("[" + "{},".repeat(9) + "{}]", 10).count());
        ApiException refused = assertThrows(ApiException.class, () -> looked("[" + "{},".repeat(10) + "{}]", 10));
        assertEquals(413, refused.status());
        assertTrue(refused.getMessage().contains("more than 10 records"), refused::getMessage);
    }

    @Test
    void aRecordOverItsBoundHarmsNoOther() {
        String large = "{\"a\":\"" + "x".repeat(RequestBody.RECORD_LIMIT) + "\"}";
        String many = "[" + "1,".repeat(RequestBody.TOKEN_LIMIT) + "1]";
        try (RecordsOfBody records = looked("[" + large + "," + many + ",{\"a\":1e99999999999},{}]", 10)) {
            assertEquals(413, assertThrows(ApiException.class, () -> records.read(0)).status());
            assertEquals(413, assertThrows(ApiException.class, () -> records.read(1)).status());
            assertEquals(400, assertThrows(ApiException.class, () -> records.read(2)).status());
            assertEquals("{}", records.read(3).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{}] {}", "{} {}", "[{}", "{}]", "[{},]", "{\"a\":1}[", ""})
    void aBodyThatIsNoJsonIsRefusedAsAWhole(String body) {
        assertEquals(400, assertThrows(ApiException.class, () -> looked(body, 10)).status());
    }
}
