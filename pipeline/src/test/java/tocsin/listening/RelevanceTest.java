package tocsin.listening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A post tells of an event in whatever language and of whatever kind, and not because it uses a word of one. No sentence
/// here is one that the model learns from.
class RelevanceTest {
    private static final Relevance RELEVANCE = new Relevance();

    @ParameterizedTest
    @ValueSource(strings = {
            "Levee breach floods hundreds of homes near the canal, rescue boats on the way",
            "Officials: 14 hikers missing after avalanche in the northern range",
            "Chemical depot on fire, police tell residents to keep windows closed",
            "Ammonia cloud drifting over the docks, avoid the area http://x.example/1",
            "Two trams collide at the market square, 9 injured taken to hospital",
            "Roof of the sports hall collapsed under snow, firefighters searching for survivors",
            "Gunman opens fire in shopping centre, police on the scene",
            "Car bomb kills 6 outside the embassy, witnesses report second blast",
            "Streak of light then a boom, meteor shatters windows across the region",
            "Dance hall fire: survivors say the exits were locked, death toll at 31",
            "Tank at the oil terminal still burning, two villages evacuated",
            "Cholera cases double in the camp, health workers warn of shortage of clean water",
            "Typhoon nears the coast, storm signal raised, schools closed tomorrow",
            "Air quality hazardous again because of the haze, masks handed out at stations",
            "Blood donors needed at the county hospital after the bus crash",
            "El puente se derrumbó por la crecida del río, hay vecinos atrapados",
            "Bomberos combaten incendio en fábrica de pinturas, dos heridos",
            "Descarrila tren de carga cerca del puerto, evacuan la zona",
            "Centro de acopio abierto: agua potable y cobijas para los damnificados por el alud",
            "Frana sulla statale, due auto travolte, soccorsi sul posto",
            "Palazzina crollata dopo un'esplosione, si scava tra le macerie",
            "Allerta rossa per il maltempo: scuole chiuse domani in tutta la provincia",
            "Desabamento de prédio deixa moradores soterrados, bombeiros no local",
            "Barragem se rompe e lama atinge casas, há desaparecidos",
            "Lumubog ang lantsa sa Quezon, 12 pasahero ang nawawala",
            "Nasunog ang palengke kagabi, daan-daang pamilya ang lumikas",
            "Un immeuble s'effondre à Marseille, les pompiers cherchent des victimes",
            "某化工厂储罐爆燃，周边居民已经疏散", "列车脱轨，十几名乘客受伤送医", "我家一楼进水了，两位老人被困，求救援"})
    void anEventOfAnyKindInAnyLanguageIsHeard(String text) {
        assertTrue(RELEVANCE.tellsOfAnyEvent(text), () -> RELEVANCE.score(text) + " " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "my laptop exploded with cat pictures haha", "we are on fire tonight, what a goal!!",
            "flood of invitations for my birthday lol", "drowning in laundry again :(",
            "that new single is straight fire, go buy it", "avalanche of homework, i hate mondays",
            "her dress was the bomb omg", "the coach exploded after the match haha",
            "I cried a river at that movie", "earthquake drill at school today, so boring",
            "my little brother is a tornado in my room lol", "50% discount on smoke machines, order online now",
            "playing a zombie apocalypse game with my bro", "listening to Hurricane, best song of the album",
            "me muero de risa jaja qué partido", "lluvia de goles del Barça jajaja",
            "terremoto político tras el debate, qué risa", "valanga di baci amore mio",
            "che bomba di canzone ahah", "chuva de likes kkkk te amo", "morrendo de rir com esse filme kkk",
            "nasusunog ang puso ko sa crush ko haha", "pluie de cadeaux pour mon anniversaire mdr",
            "手机被消息炸了，哈哈", "这首歌太火了，循环一整天", "学校今天举行地震演练"})
    void whoOnlyUsesTheWordIsNot(String text) {
        assertFalse(RELEVANCE.tellsOfAnyEvent(text), () -> RELEVANCE.score(text) + " " + text);
    }

    /// Sympathy, blame and jokes are about an event, and tell nobody what happens.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Flood in the valley, 3 people missing, rescue teams on site | i love you all, stay strong, so sad :(",
            "Incendio en la refinería, 12 heridos y vecinos evacuados | qué vergüenza de políticos, me da asco jajaja",
            "Forte scossa a Ravenna, danni agli edifici | che paura, ti amo, speriamo bene ahah",
            "Incêndio em fábrica deixa 8 feridos, bombeiros no local | que tristeza, meu Deus, força a todos :("})
    void whatTellsIsSurerThanWhatSighs(String tells, String sighs) {
        assertTrue(RELEVANCE.score(tells) > 1, tells);
        assertTrue(RELEVANCE.score(sighs) < 0, sighs);
    }

    @Test
    void aWordOfARuleIsHeardInALanguageWithoutWordsHere() {
        // Given: Greek, of which the model knows no word
        String text = "μεγάλη φωτιά στο λιμάνι, εκκενώνεται το κέντρο";

        // Then
        assertTrue(RELEVANCE.tellsOfEvent(text, true));
        assertFalse(RELEVANCE.tellsOfEvent(text, false));
    }

    @ParameterizedTest
    @CsvSource({"'Explosión en la fábrica, evacúan el barrio', 'Explosion en la fabrica, evacuan el barrio'",
            "'FLOOD IN THE VALLEY', 'flood in the valley'",
            "'@fire_dept: flood in the valley', '[user]: flood in the valley'",
            "'#FloodInTheValley now', '#floodinthevalley now'"})
    void howItIsWrittenChangesNothing(String one, String other) {
        assertEquals(new Signs(Corpus.lines("signs.txt")).of(one).get("hazard"),
                new Signs(Corpus.lines("signs.txt")).of(other).get("hazard"));
        assertEquals(RELEVANCE.tellsOfAnyEvent(one), RELEVANCE.tellsOfAnyEvent(other));
    }

    @Test
    void aSignIsCountedAsAWordABeginningAPhraseOrWithinATag() {
        // Given
        Signs signs = new Signs(List.of("[hazard]", "en: flood|quake*|pile up", "[play]", "en: goal"));

        // When
        Map<String, Double> shown = signs.of("Quakes and a flood, pile up #bigflood #goal https://x.example/flood");

        // Then
        assertEquals(2.0, shown.get("hazard"), 1e-12);
        assertEquals(1.0, shown.get("#hazard"), 1e-12);
        assertEquals(1.0, shown.get("play"), 1e-12);
        assertEquals(1.0, shown.get("<link>"), 1e-12);
        assertEquals(null, signs.of("piles of goals, flooding up").get("hazard"));
    }

    @ParameterizedTest
    @CsvSource({"en: Flood", "en: inundación", "en: flood 2", "en: a|*b"})
    void aWordThatCouldNeverBeFoundIsRefusedByName(String line) {
        // When
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> new Signs(List.of("[hazard]", line)));

        // Then
        String word = line.substring(line.lastIndexOf(line.contains("|") ? '|' : ':') + 1).strip();
        assertTrue(refused.getMessage().contains("[hazard]: '" + word + "'"), refused.getMessage());
    }

    @Test
    void onlyTheFirstThousandCharactersAreLookedAt() {
        // Given
        String dull = "word ".repeat(200);
        Signs signs = new Signs(Corpus.lines("signs.txt"));

        // Then
        assertEquals(signs.of(dull), signs.of(dull + "flood ".repeat(100_000)));
        assertTrue(signs.of("#" + "flood".repeat(100_000)).containsKey("#hazard"));
    }

    @Test
    void everyLanguageHasSentencesOfEveryKind() {
        for (String language : List.of("en", "es", "fil", "fr", "it", "pt", "zh")) {
            Corpus corpus = Corpus.read(language);
            for (Corpus.Kind kind : Corpus.Kind.values()) {
                assertTrue(corpus.sentences().get(kind).size() >= 10, language + " " + kind);
            }
            corpus.sentences().values().forEach(sentences -> sentences.forEach(sentence -> assertEquals(List.of(),
                    java.util.regex.Pattern.compile("\\{(\\w+)}").matcher(sentence).results()
                            .map(place -> place.group(1)).filter(place -> !corpus.words().containsKey(place)).toList(),
                    language + ": " + sentence)));
        }
    }
}
