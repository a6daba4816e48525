package tocsin.dispatch.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.dispatch.AnswerLink;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.ChannelContract;
import tocsin.dispatch.Notifications;
import tocsin.doubles.smtp.DoubleRelay;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;

class SmtpChannelTest extends ChannelContract {
    private GreenMail relay;
    private SmtpChannel channel;

    @BeforeEach
    void start() {
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        channel = channel(relay.getSmtp().getPort());
    }

    @AfterEach
    void stop() {
        channel.close();
        relay.stop();
    }

    private static SmtpChannel channel(int port) {
        return channel(port, "duty@qingdao.example.org", null);
    }

    private static SmtpChannel channel(int port, String from, String user) {
        return new SmtpChannel(new SmtpSettings("127.0.0.1", port, SmtpSettings.Security.NONE, user,
                user == null ? null : "secret", from, 4, Duration.ofSeconds(2)), new AnswerLink(null, new byte[]{1}));
    }

    @Override
    protected Channel channel() {
        return channel;
    }

    @Override
    protected List<Received> received() throws MessagingException, IOException {
        List<Received> received = new ArrayList<>();
        for (MimeMessage message : relay.getReceivedMessages()) {
            received.add(new Received(message.getRecipients(Message.RecipientType.TO)[0].toString(),
                    String.valueOf(message.getContent())));
        }
        return received;
    }

    @Override
    protected void vanish() {
        relay.stop();
    }

    @Test
    void aMailSaysWhoseItIsThatNoMachineMustAnswerAndWhichThreadItBelongsTo() throws MessagingException {
        // When
        channel.send(Notifications.mail("n1").build());
        channel.send(Notifications.mail("n1").build());

        // Then
        MimeMessage mail = relay.getReceivedMessages()[0];
        assertEquals("<n1@qingdao.example.org>", mail.getMessageID());
        assertEquals(mail.getMessageID(), relay.getReceivedMessages()[1].getMessageID(),
                "a second copy can be known as one");
        assertEquals("auto-generated", mail.getHeader("Auto-Submitted")[0]);
        assertEquals("<370200-20260302-0001@qingdao.example.org>", mail.getHeader("References")[0]);
        assertEquals("[370200-20260302-0001] 重大火灾 李沧区", mail.getSubject());
        assertEquals(1, mail.getAllRecipients().length);
    }

    @Test
    void aSubjectCannotSmuggleAHeader() throws MessagingException {
        channel.send(Notifications.mail("n1").setSubject("fire\r\nBcc: everybody@example.org").build());
        assertEquals(1, relay.getReceivedMessages().length);
        assertEquals(null, relay.getReceivedMessages()[0].getHeader("Bcc"));
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutACall() {
        assertEquals(DeliveryReason.ADDRESS_INVALID,
                channel.objection(Notifications.mail("n1").setAddress("nowhere").build()).orElseThrow().reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "青岛市应急值班室 <duty@qingdao.example.org>|青岛市应急值班室|duty@qingdao.example.org",
            "\"值班, 室\" <Duty@Qingdao.Example.org>|值班, 室|Duty@qingdao.example.org",
            "=?UTF-8?B?6Z2S5bKb?= <duty@qingdao.example.org>|青岛|duty@qingdao.example.org",
            "Duty Desk <duty@应急.example.org>|Duty Desk|duty@xn--extu8a.example.org",
            "duty@[192.0.2.7]||duty@[192.0.2.7]"})
    void aSenderMayHaveANameAndADomainInAnyLetters_andThreadsHoldTogether(String from, String name, String address)
            throws Exception {
        try (SmtpChannel named = channel(relay.getSmtp().getPort(), from, null)) {
            // When
            assertInstanceOf(Attempt.HandedOver.class, named.send(Notifications.mail("n1").build()));

            // Then
            MimeMessage mail = relay.getReceivedMessages()[0];
            InternetAddress sender = (InternetAddress) mail.getFrom()[0];
            String domain = address.substring(address.indexOf('@') + 1);
            assertEquals(address, sender.getAddress());
            assertEquals(name, sender.getPersonal());
            assertEquals("<n1@" + domain + ">", mail.getMessageID());
            assertEquals("<370200-20260302-0001@" + domain + ">", mail.getHeader("In-Reply-To")[0]);
            assertEquals(mail.getHeader("In-Reply-To")[0], mail.getHeader("References")[0]);
            assertEveryHeaderIsAscii(mail);
        }
    }

    private static void assertEveryHeaderIsAscii(MimeMessage mail) throws MessagingException {
        Collections.list(mail.getAllHeaderLines()).forEach(
                line -> assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(line), line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "duty", "duty@", "@example.org", "duty@a b", "one@example.org, two@example.org",
            "Duty, Desk <duty@example.org>", "值班@example.org", "duty@exa_mple..org", "值班室＜duty@example.org＞",
            "Group: duty@example.org;", "duty@example.org\r\nBcc: x@example.org"})
    void aSenderThatIsNoAddressIsRefusedBeforeAnythingIsSent(String from) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> channel(1, from, null));
        assertTrue(refused.getMessage().length() > 10 && !refused.getMessage().contains("jakarta"),
                refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"王@例子.example.org,false", "wang@例子.example.org,true", "wang@example.org,true",
            "王值班 <wang@example.org>,true", "wang,false", "wang@,false", "a@b@c.example.org,false"})
    void anAddressInOtherLettersIsHandledOrRefusedWithoutACall(String address, boolean taken) {
        // When
        Notification notification = Notifications.mail("n1").setAddress(address).build();

        // Then
        assertEquals(taken, channel.objection(notification).isEmpty());
        if (taken) {
            assertInstanceOf(Attempt.HandedOver.class, channel.send(notification));
            assertTrue(relay.getReceivedMessages().length == 1);
        }
    }

    @Test
    void anIdThatCannotStandInAHeaderStillMakesOneThread() throws MessagingException {
        channel.send(Notifications.mail("a b/<值>").setIncidentId("370200 值\r\nX: y").setLanguage("zh\r\nX: y").build());
        MimeMessage mail = relay.getReceivedMessages()[0];
        assertTrue(mail.getMessageID().matches("<[0-9a-f]{64}@qingdao.example.org>"), mail.getMessageID());
        assertTrue(mail.getHeader("References")[0].matches("<[0-9a-f]{64}@qingdao.example.org>"));
        assertEquals(null, mail.getHeader("X"));
        assertEveryHeaderIsAscii(mail);
    }

    @ParameterizedTest
    @CsvSource({"MAIL,421 closing,THROTTLED,true", "RCPT,450 greylisted,THROTTLED,true",
            "RCPT,451 local error,PROVIDER_ERROR,true",
            "RCPT,452 full,THROTTLED,true", "RCPT,552 full,PROVIDER_ERROR,true",
            "RCPT,550 no such user,ADDRESS_INVALID,false", "RCPT,553 not allowed,ADDRESS_INVALID,false",
            "RCPT,554 no relaying,RECIPIENT_REFUSED,false", "MAIL,530 log in first,AUTHENTICATION_FAILED,true",
            "MAIL,553 not your address,SENDER_UNUSABLE,true", "MAIL,501 syntax,SENDER_UNUSABLE,true",
            "AUTH,535 wrong,AUTHENTICATION_FAILED,true", "AUTH,454 later,PROVIDER_ERROR,true",
            "GREETING,554 no service,CONNECTION_FAILED,true", "GREETING,421 later,CONNECTION_FAILED,true",
            "DATA,554 refused,CONTENT_REFUSED,false", "DATA,250 what,PROVIDER_ERROR,true",
            "DATA,451 not now,PROVIDER_ERROR,true", "TEXT,552 too big,CONTENT_REFUSED,false",
            "TEXT,421 closing,THROTTLED,true", ".,451 try later,PROVIDER_ERROR,true", ".,421 later,THROTTLED,true",
            ".,550 policy,CONTENT_REFUSED,false", ".,552 too big,CONTENT_REFUSED,false",
            ".,554 spam,CONTENT_REFUSED,false"})
    void everyAnswerOfARelayIsLaterOrNever_whateverItDoesNext(String command, String answer, DeliveryReason reason,
            boolean later) throws IOException {
        for (DoubleRelay.Then then : DoubleRelay.Then.values()) {
            // An answer that a reset overtakes is none: that is the other table.
            if (then == DoubleRelay.Then.RESETS || command.equals("GREETING") && then == DoubleRelay.Then.GOES_ON) {
                continue;
            }
            try (DoubleRelay answering = new DoubleRelay(command, answer, then);
                    SmtpChannel asked = channel(answering.port(), "duty@qingdao.example.org", "duty")) {
                // When
                Attempt attempt = asked.send(Notifications.mail("n1").build());

                // Then
                switch (attempt) {
                    case Attempt.Retry retry -> assertTrue(later && retry.reason() == reason, retry::toString);
                    case Attempt.Refused refused -> assertTrue(!later && refused.reason() == reason, refused::toString);
                    default -> throw new AssertionError(then + " " + attempt);
                }
                assertEquals(List.of(), answering.taken());
            }
        }
    }

    /// Wherever the line is cut, and however: only behind the final dot is it a doubt.
    @ParameterizedTest
    @CsvSource({"GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "TEXT", "."})
    void aMessageThatCannotHaveBeenTakenIsTriedAgainAndArrivesOnce(String step) throws IOException {
        for (DoubleRelay.Then then : List.of(DoubleRelay.Then.HANGS_UP, DoubleRelay.Then.RESETS)) {
            try (DoubleRelay cutting = new DoubleRelay(step, "", then);
                    SmtpChannel cut = channel(cutting.port(), "duty@qingdao.example.org", "duty")) {
                // When
                Attempt first = cut.send(Notifications.mail("n1").build());

                // Then
                if (step.equals(".")) {
                    assertInstanceOf(Attempt.InDoubt.class, first);
                } else {
                    assertInstanceOf(Attempt.Retry.class, first, () -> then + " " + first);
                    assertInstanceOf(Attempt.HandedOver.class, cut.send(Notifications.mail("n1").build()));
                    assertEquals(1, cutting.taken().size());
                }
            }
        }
    }

    @Test
    void aLongTextThatIsCutInItsMiddleIsTriedAgain() throws IOException {
        try (DoubleRelay cutting = new DoubleRelay("TEXT", "", DoubleRelay.Then.RESETS);
                SmtpChannel cut = channel(cutting.port())) {
            Attempt first = cut.send(Notifications.mail("n1").setBody("火灾\n".repeat(200_000)).build());
            assertInstanceOf(Attempt.Retry.class, first, first::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"GREETING,false", "MAIL,false", "DATA,false", ".,true"})
    void aRelayThatFallsSilentIsADoubtOnlyBehindTheDot(String step, boolean doubt) throws IOException {
        try (DoubleRelay silent = new DoubleRelay(step, "", DoubleRelay.Then.GOES_ON);
                SmtpChannel waits = new SmtpChannel(new SmtpSettings("127.0.0.1", silent.port(),
                        SmtpSettings.Security.NONE, null, null, "duty@qingdao.example.org", 1, Duration.ofMillis(300)),
                        new AnswerLink(null, new byte[]{1}))) {
            assertEquals(doubt, waits.send(Notifications.mail("n1").build()) instanceof Attempt.InDoubt);
        }
    }

    @Test
    void aConnectionThatTheRelayEndedMeanwhileCostsNothing() throws IOException {
        try (DoubleRelay ending = new DoubleRelay("NOOP", "421 idle too long", DoubleRelay.Then.HANGS_UP);
                SmtpChannel pooled = channel(ending.port())) {
            assertInstanceOf(Attempt.HandedOver.class, pooled.send(Notifications.mail("n1").build()));
            assertInstanceOf(Attempt.HandedOver.class, pooled.send(Notifications.mail("n2").build()));
            assertEquals(2, ending.taken().size());
        }
    }

    @Test
    void whatARelayAnswersToTheDotWithAnyYesIsTaken() throws IOException {
        try (DoubleRelay odd = new DoubleRelay(".", "251 taken elsewhere"); SmtpChannel asked = channel(odd.port())) {
            assertInstanceOf(Attempt.HandedOver.class, asked.send(Notifications.mail("n1").build()));
        }
    }

    @Test
    void anAnswerToTheDotThatIsNoneIsADoubt() throws IOException {
        try (DoubleRelay odd = new DoubleRelay(".", "hello"); SmtpChannel asked = channel(odd.port())) {
            assertInstanceOf(Attempt.InDoubt.class, asked.send(Notifications.mail("n1").build()));
        }
    }
}
