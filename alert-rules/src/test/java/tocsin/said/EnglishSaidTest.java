package tocsin.said;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What English texts state, and what they only mention.
class EnglishSaidTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            3 dead => DEAD 3 [3 dead]
            three people killed => DEAD 3 [three people killed]
            at least 12 injured => INJURED 12.. [at least 12 injured]
            no casualties => DEAD 0 [no casualties]; INJURED 0 [no casualties]
            5 missing => MISSING 5 [5 missing]
            about 2,500 evacuated => EVACUATED 2250..2750 [about 2,500 evacuated]
            two seriously injured => SERIOUSLY_INJURED 2 [two seriously injured]
            loss of CNY 1.2 million => LOSS_CNY 1200000 [loss of CNY 1.2 million]
            losses of 1.2 million yuan => LOSS_CNY 1200000 [losses of 1.2 million yuan]
            death toll rises to 12 => DEAD 12 [death toll rises to 12]
            Death toll rose from 3 to 5 => DEAD 5 [Death toll rose from 3 to 5]
            two people were killed and five injured => DEAD 2 [two people were killed]; INJURED 5 [five injured]
            fire killed three people trapped inside => DEAD 3 [killed three people]
            killing at least 10 people => DEAD 10.. [killing at least 10 people]
            no deaths or injuries => DEAD 0 [no deaths or injuries]; INJURED 0 [no deaths or injuries]
            no one was injured => INJURED 0 [no one was injured]
            120 firefighters evacuated 300 residents => EVACUATED 300 [evacuated 300 residents]
            Firefighters evacuated more than 1,200 people => EVACUATED 1201.. [evacuated more than 1,200 people]
            dozens of people injured => INJURED 24..99 [dozens of people injured]
            twenty-five missing => MISSING 25 [twenty-five missing]
            nearly 200 trapped => TRAPPED 180..200 [nearly 200 trapped]
            300 people at risk => AT_RISK 300 [300 people at risk]
            direct losses of about 3 million yuan => LOSS_CNY 2700000..3300000 [losses of about 3 million yuan]
            Up to 20 people missing => MISSING ..20 [Up to 20 people missing]
            no one was injured => INJURED 0 [no one was injured]
            fire killed three people trapped inside => DEAD 3 [killed three people]
            Five dead, two missing, 10 hurt => DEAD 5 [Five dead]; MISSING 2 [two missing]; INJURED 10 [10 hurt]
            One firefighter was killed => DEAD 1 [One firefighter was killed]
            a dozen people were injured => INJURED 12 [a dozen people were injured]
            two hundred and five residents evacuated => EVACUATED 205 [two hundred and five residents evacuated]
            one hundred twenty trapped => TRAPPED 120 [one hundred twenty trapped]
            no fatalities => DEAD 0 [no fatalities]
            without casualties => DEAD 0 [without casualties]; INJURED 0 [without casualties]
            nobody was hurt => INJURED 0 [nobody was hurt]
            fewer than 10 injured => INJURED ..9 [fewer than 10 injured]
            around 40 people were trapped => TRAPPED 36..44 [around 40 people were trapped]
            no more than 5 missing => MISSING ..5 [no more than 5 missing]
            12 people were seriously injured and 30 slightly injured => SERIOUSLY_INJURED 12 [12 people were seriously injured]; LIGHTLY_INJURED 30 [30 slightly injured]
            Deaths: 3; injured: 12; missing: 1 => DEAD 3 [Deaths: 3]; INJURED 12 [injured: 12]; MISSING 1 [missing: 1]
            evacuation of 3,000 residents => EVACUATED 3000 [evacuation of 3,000 residents]
            1.5 million people evacuated => EVACUATED 1500000 [1.5 million people evacuated]
            damage of CNY 3.5 billion => LOSS_CNY 3500000000 [damage of CNY 3.5 billion]
            losses estimated at RMB 200 million => LOSS_CNY 200000000 [losses estimated at RMB 200 million]
            trapping 16 miners => TRAPPED 16 [trapping 16 miners]
            6 workers remain missing => MISSING 6 [6 workers remain missing]
            death toll: 14 => DEAD 14 [death toll: 14]
            3 dead and 5 missing => DEAD 3 [3 dead]; MISSING 5 [5 missing]
            some 30 people injured => INJURED 27..33 [some 30 people injured]
            over 1,000 people were evacuated => EVACUATED 1001.. [over 1,000 people were evacuated]
            killed 3 in Beijing => DEAD 3 [killed 3]
            fatalities rose to 9 => DEAD 9 [fatalities rose to 9]
            3 deaths, 12 injuries => DEAD 3 [3 deaths]; INJURED 12 [12 injuries]
            5 dead 3 missing 103 families evacuated => DEAD 5 [5 dead]; MISSING 3 [3 missing]
            300 Dead 120 injured 1100 displaced => DEAD 300 [300 Dead]
            8 soldiers killed 30 people => DEAD 30 [killed 30 people]
            No-one was hurt => INJURED 0 [No-one was hurt]
            killed 8 civilians and 15 others wounded => DEAD 8 [killed 8 civilians]; INJURED 15 [15 others wounded]
            3 killed 5 injured => DEAD 3 [3 killed]; INJURED 5 [5 injured]
            1.2 million yuan in damage => LOSS_CNY 1200000 [1.2 million yuan in damage]
            losses of 3million yuan => LOSS_CNY 3000000 [losses of 3million yuan]
            300 dead,5 hurt => DEAD 300 [300 dead]; INJURED 5 [5 hurt]
            """)
    void aStatedFigureIsReadWithItsWords(String text, String said) {
        assertEquals(said, SaidLines.of(text));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            donated 1.2 million yuan
            could leave 3 dead
            3 feared dead
            3 people may have died
            another 3 people died
            3 more killed
            last year 3 people were killed
            5 fire engines, 12 firefighters on scene
            3-year-old boy killed
            A 3-year-old was injured
            rescued 5 trapped workers
            Is it true that 3 died?
            no reports of casualties
            if the dam fails, 5,000 people are threatened
            the 3rd victim died
            two fire trucks damaged
            on 3 May 2026 at 14:30
            lasted 48 hours, 12 km away
            expected losses of 3 million yuan
            Is anyone dead?
            8th person dies in outbreak
            evacuating buildings near State Road 20
            no damage
            2015 Death Metal
            """)
    void whatIsNotStatedIsPassedOver(String text) {
        assertEquals("", SaidLines.of(text));
    }
}
