package tocsin.dispatch.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.dispatch.AnswerLink;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.ChannelContract;
import tocsin.dispatch.Notifications;
import tocsin.doubles.smtp.DoubleRelay;
import tocsin.v1.DeliveryReason;

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
        return new SmtpChannel(new SmtpSettings("127.0.0.1", port, SmtpSettings.Security.NONE, null, null,
                "duty@qingdao.example.org", 4, Duration.ofSeconds(2)), new AnswerLink(null, new byte[]{1}));
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
    @CsvSource({"MAIL,421 closing,THROTTLED,true", "RCPT,450 greylisted,THROTTLED,true",
            "RCPT,451 local error,PROVIDER_ERROR,true",
            "RCPT,452 full,THROTTLED,true", "RCPT,550 no such user,ADDRESS_INVALID,false",
            "RCPT,553 not allowed,ADDRESS_INVALID,false", "MAIL,530 log in first,AUTHENTICATION_FAILED,false",
            "DATA,554 refused,CONTENT_REFUSED,false", ".,451 try later,PROVIDER_ERROR,true",
            ".,552 too big,CONTENT_REFUSED,false", ".,554 spam,CONTENT_REFUSED,false"})
    void everyAnswerOfARelayIsLaterOrNever(String command, String answer, DeliveryReason reason, boolean later)
            throws IOException {
        try (DoubleRelay answering = new DoubleRelay(command, answer);
                SmtpChannel asked = channel(answering.port())) {
            // When
            Attempt attempt = asked.send(Notifications.mail("n1").build());

            // Then
            switch (attempt) {
                case Attempt.Retry retry -> assertTrue(later && retry.reason() == reason, retry::toString);
                case Attempt.Refused refused -> assertTrue(!later && refused.reason() == reason, refused::toString);
                default -> throw new AssertionError(attempt);
            }
        }
    }

    @Test
    void aLineThatIsCutAfterTheMessageLeavesADoubtAndNotARetry() throws IOException {
        try (DoubleRelay cutting = new DoubleRelay(".", ""); SmtpChannel cut = channel(cutting.port())) {
            assertInstanceOf(Attempt.InDoubt.class, cut.send(Notifications.mail("n1").build()));
        }
    }
}
