package tocsin.listening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.desk.FixedPacks;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.PostWindow;
import tocsin.rules.Pack;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.schemas.AvroSafety;
import tocsin.v1.MediaSignal;
import tocsin.v1.Status;

/// Many people tell of the same thing, each in his own words, more than usual: only that is a burst.
class ListeningTest {
    private static final Pack PACK = PackReader.read(FixedPacks.qingdao());
    private static final Directory DIRECTORY = DirectoryReader.read(FixedPacks.qingdao());
    private static final Relevance RELEVANCE = new Relevance();
    private static final Instant MONDAY = Instant.parse("2026-03-02T04:00:00Z");
    private static final List<String> SAYINGS = List.of("李沧某仓库起火了，浓烟滚滚", "刚刚看到好多消防车，李沧这边着火了",
            "李沧火灾现场，有人被困", "李沧大火，路都封了请绕行", "家附近着火，李沧的朋友注意安全", "李沧区工业园火灾，消防正在救援");

    private static final String LONG = "李沧区工业园某仓库起火了，浓烟滚滚，好几辆消防车刚刚赶到，路上堵得厉害，请大家绕行";

    static {
        AvroSafety.ensure();
    }

    private final Listening listening = new Listening(RELEVANCE);
    private final Map<String, PostWindow> windows = new HashMap<>();
    private final List<MediaBurst> bursts = new ArrayList<>();
    private int posts;

    private void post(String text, Instant at) {
        posts++;
        bursts.addAll(listening.read(
                new MediaSignal("p" + posts, "weibo", at, text, null, null, null, null, null, Status.ACTUAL), "370213",
                at, PACK, new Listening.Windows() {
                    @Override
                    public PostWindow get(String key) {
                        return windows.get(key);
                    }

                    @Override
                    public void put(String key, PostWindow window) {
                        windows.put(key, window);
                    }
                }));
    }

    /// So many texts that are alike in nothing but what they tell of.
    private static String saying(int number) {
        return "起火" + new Random(number).ints(30, 0x4e00, 0x9fa5)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    }

    @Test
    void aBurstThatDoublesIsToldAgainUpToAThousandPosts() {
        // When
        for (int i = 0; i < 1_100; i++) {
            post("李沧某仓库" + saying(i), MONDAY.plusMillis(100L * i));
        }

        // Then
        assertEquals(List.of(5, 10, 20, 40, 80, 160, 320, 640), bursts.stream().map(MediaBurst::getPosts).toList());
        assertEquals(8, bursts.stream().map(MediaBurst::getBurstId).distinct().count());
    }

    @Test
    void fiveWhoTellOfItInTheirOwnWordsAreABurst() {
        // When
        for (int i = 0; i < 5; i++) {
            post(SAYINGS.get(i), MONDAY.plusSeconds(60L * i));
        }

        // Then
        assertEquals(1, bursts.size());
        assertEquals(5, bursts.getFirst().getPosts());
        assertEquals(MONDAY, bursts.getFirst().getFirstPublishedAt());
        assertEquals(SAYINGS.subList(2, 5), bursts.getFirst().getExamples());
    }

    @Test
    void whoOnlyRepeatsIsCountedAsARepostAndNoVoice() {
        // When
        for (int i = 0; i < 40; i++) {
            post(i % 2 == 0 ? LONG : LONG + "！", MONDAY.plusSeconds(i));
        }
        List<MediaBurst> repeated = List.copyOf(bursts);
        for (int i = 1; i < 5; i++) {
            post(SAYINGS.get(i), MONDAY.plusSeconds(100L + i));
        }

        // Then
        assertEquals(List.of(), repeated);
        assertEquals(1, bursts.size());
        assertEquals(39, bursts.getFirst().getReposts());
    }

    @Test
    void fiveWhoSayTheSameFewWordsAreFive() {
        // When
        for (int i = 0; i < 5; i++) {
            post("李沧起火", MONDAY.plusSeconds(i));
        }

        // Then
        assertEquals(1, bursts.size());
    }

    @Test
    void theSamePostSentAgainCountsOnce() {
        // When
        for (int i = 0; i < 9; i++) {
            posts = 0;
            post("李沧起火", MONDAY.plusSeconds(1));
        }

        // Then
        assertEquals(List.of(), bursts);
    }

    @Test
    void theSamePostsInAnyOrderAndTwiceAreTheSameBurst() {
        // Given
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 0, 3));
        java.util.Collections.shuffle(order, new Random(3));

        // When
        order.forEach(i -> {
            posts = i;
            post(SAYINGS.get(i), MONDAY.plusSeconds(60L * i));
        });

        // Then
        assertEquals(List.of(MONDAY), bursts.stream().map(MediaBurst::getFirstPublishedAt).toList());
    }

    @Test
    void whatIsUsualThereAtThatHourIsNoBurst() {
        // Given: eight weeks in which every Monday at noon a dozen people speak of fires
        for (int week = 0; week < 8; week++) {
            for (int i = 0; i < 12; i++) {
                post(SAYINGS.get(i % 5) + "第" + week + "周" + "甲乙丙丁戊己庚辛壬癸子丑".charAt(i) + "先生说的",
                        MONDAY.plus(Duration.ofDays(7L * week)).plusSeconds(70L * i));
            }
        }
        int learned = bursts.size();

        // When: the next Monday as always, and the same at night
        Instant next = MONDAY.plus(Duration.ofDays(56));
        for (int i = 0; i < 6; i++) {
            post(SAYINGS.get(i) + "又是周一", next.plusSeconds(60L * i));
        }
        int atNoon = bursts.size();
        for (int i = 0; i < 6; i++) {
            post(SAYINGS.get(i) + "半夜三更", next.plus(Duration.ofHours(14)).plusSeconds(60L * i));
        }

        // Then
        assertEquals(learned, atNoon);
        assertEquals(atNoon + 1, bursts.size());
    }

    @Test
    void talkThatGoesOnIsNoOtherEvent() {
        // When: a day of ten posts an hour after the first burst
        for (int i = 0; i < 240; i++) {
            post("李沧火灾" + (char) ('一' + 7 * i) + (char) ('万' + 11 * i) + "还在说" + (char) ('丁' + 13 * i), MONDAY.plus(
                    Duration.ofMinutes(6L * i)));
        }

        // Then
        assertTrue(bursts.size() <= 3, () -> "bursts: " + bursts.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"李沧火车站附近发生火灾，多名群众被困，消防正在救援", "求助！李沧小区地下车库被淹，老人孩子急需转移",
            "BREAKING: warehouse fire in Licang, 3 people trapped",
            "evacuation ordered for the valley as flood approaches",
            "just felt an earthquake downtown"})
    void whatHappensTellsOfAnEvent(String text) {
        assertTrue(RELEVANCE.tellsOfAnyEvent(text), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"这部剧太火了，笑到爆炸", "今晚的直播火遍全网，心动", "omg this song is fire lol",
            "drowning in homework tonight haha", "my mixtape is lit check it out"})
    void whatOnlyUsesTheWordsDoesNot(String text) {
        assertTrue(RELEVANCE.score(text) < 0, text);
        assertFalse(RELEVANCE.tellsOfAnyEvent(text), text);
    }

    @Test
    void theSameSentencesGiveTheSameModel() {
        assertEquals(RELEVANCE.score(SAYINGS.getFirst()), new Relevance().score(SAYINGS.getFirst()));
    }

    @ParameterizedTest
    @CsvSource({"李沧一仓库起火, zh", "fire in 李沧 today near the big station, und", "fire, und", "'', und", "起火 fire, zh"})
    void theLanguageIsThatOfTheScript(String text, String language) {
        assertEquals(language, Relevance.language(text));
    }

    @ParameterizedTest
    @CsvSource({"青岛市北区台东一路起火, 370203", "青岛市市南区五四广场, 370202", "在青岛崂山, 370212", "青岛今天下雨, 370200",
            "Smoke over Licang and Qingdao, 370213", "Licangville is elsewhere, ''", "市北市南都停电了市南最严重, 370202",
            "某地起火, ''", "西海岸新区, 370211", "LICANG FIRE, 370213"})
    void aPostIsAboutTheSmallestAreaItNames(String text, String code) {
        assertEquals(code, DIRECTORY.areaOf(null, text).orElse(""));
    }
}
