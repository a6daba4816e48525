package tocsin.connectors;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.SparingLog;
import tocsin.text.PlainText;

/// Hears the messages of an MQTT broker and sends each as a record. A message is acknowledged when its record is safe: the
/// broker keeps, for this client's session, what came while it was away, and sends what it did not acknowledge again.
public final class MqttListener implements AutoCloseable {
    /// The largest packet the broker may send; it drops a larger one. A message of more than a record takes is told.
    private static final int LARGEST_PACKET = 2 * MessageRows.LARGEST;
    private static final Logger LOG = LoggerFactory.getLogger(MqttListener.class);
    /// For what may come with every message.
    private static final SparingLog MESSAGES = new SparingLog(LOG);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int KEEP_ALIVE_SECONDS = 20;
    /// How long the broker keeps for this client what it did not hear.
    private static final long SESSION_SECONDS = 24 * 60 * 60;
    /// Messages on their way; more are not asked for. As many of the largest packets fit in memory.
    private static final int UNDER_WAY = 64;
    /// Bytes of messages that are sent at a time, the last message beside them.
    static final int BYTES_AT_A_TIME = 4 * 1024 * 1024;

    private final FeedSettings feed;
    private final FeedSettings.Heard heard;
    private final Rowing rowing;
    private final MessageRows rows;
    private final Freshness freshness;
    private final BlockingQueue<Mqtt5Publish> waiting = new ArrayBlockingQueue<>(UNDER_WAY);
    private final Mqtt5AsyncClient client;
    private final Thread thread;
    private volatile boolean closed;

    /// Begins to connect, and does not wait for it.
    ///
    /// @param clientId what this client calls itself: its session is kept under that name
    public MqttListener(FeedSettings feed, FeedSettings.Heard heard, Rowing rowing, Freshness freshness,
            String clientId) {
        this.feed = feed;
        this.heard = heard;
        this.rowing = rowing;
        this.rows = new MessageRows(feed.id(), rowing);
        this.freshness = freshness;
        this.client = client(clientId);
        this.thread = Thread.ofPlatform().name("feed-" + feed.id()).unstarted(this::run);
    }

    /// Starts to hear.
    public void start() {
        thread.start();
        told("nothing more is tried", client.connectWith().cleanStart(false).sessionExpiryInterval(SESSION_SECONDS)
                .keepAlive(KEEP_ALIVE_SECONDS).restrictions().receiveMaximum(UNDER_WAY)
                .maximumPacketSize(LARGEST_PACKET).applyRestrictions().send());
    }

    private Mqtt5AsyncClient client(String clientId) {
        Mqtt5ClientBuilder builder = Mqtt5Client.builder().identifier(clientId)
                .transportConfig().socketConnectTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).applyTransportConfig()
                .serverHost(heard.host()).serverPort(heard.port())
                .automaticReconnect().initialDelay(250, TimeUnit.MILLISECONDS).maxDelay(10, TimeUnit.SECONDS)
                .applyAutomaticReconnect().addConnectedListener(_ -> connected())
                .addDisconnectedListener(context -> {
                    if (closed) {
                        context.getReconnector().reconnect(false);
                    } else {
                        LOG.warn("feed {}: no connection to {}: {}", feed.id(), heard,
                                context.getCause().getMessage());
                        freshness.failed(feed.id(), "there is no connection to the broker");
                    }
                });
        if (heard.tls()) {
            builder = builder.sslWithDefaultConfig();
        }
        if (heard.user() != null) {
            String password = heard.password() == null ? "" : heard.password();
            builder = builder.simpleAuth().username(heard.user()).password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return builder.buildAsync();
    }

    private void connected() {
        LOG.info("feed {}: connected to {}", feed.id(), heard);
        told("nothing is heard", client.subscribeWith().topicFilter(heard.topic()).qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::hear).manualAcknowledgement(true).send());
    }

    private void hear(Mqtt5Publish message) {
        try {
            waiting.put(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void told(String consequence, CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.whenComplete((_, failure) -> {
            if (failure != null && !closed) {
                MESSAGES.warn(feed.id() + " " + consequence, "feed {}: {}: {}", feed.id(), consequence,
                        failure.toString());
            }
        });
    }

    private void run() {
        try {
            while (!closed) {
                Mqtt5Publish first = waiting.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                rowing.tell();
                if (first != null) {
                    send(gathered(first, waiting));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The first message and those behind it that are sent with it.
    static List<Mqtt5Publish> gathered(Mqtt5Publish first, Queue<Mqtt5Publish> waiting) {
        List<Mqtt5Publish> messages = new ArrayList<>(List.of(first));
        long bytes = size(first);
        while (bytes < BYTES_AT_A_TIME && messages.size() < UNDER_WAY) {
            Mqtt5Publish next = waiting.poll();
            if (next == null) {
                break;
            }
            messages.add(next);
            bytes += size(next);
        }
        return messages;
    }

    private static int size(Mqtt5Publish message) {
        return message.getPayload().map(ByteBuffer::remaining).orElse(0);
    }

    /// Tries until the records are safe: nothing is acknowledged before.
    private void send(List<Mqtt5Publish> messages) throws InterruptedException {
        Set<Mqtt5Publish> told = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!closed) {
            try {
                rows.send(messages, told);
                messages.forEach(Mqtt5Publish::acknowledge);
                return;
            } catch (Door.DoorClosedException e) {
                freshness.failed(feed.id(), "cannot be sent now: " + e.getMessage());
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (RuntimeException e) {
                unreadable(messages, e);
                return;
            }
        }
    }

    /// A fault nobody foresaw costs the message it is about, and neither the ones beside it nor the hearing.
    private void unreadable(List<Mqtt5Publish> messages, RuntimeException fault) throws InterruptedException {
        if (messages.size() > 1) {
            for (Mqtt5Publish message : messages) {
                send(List.of(message));
            }
            return;
        }
        MESSAGES.error(feed.id() + " unread", "feed {}: a message of {} cannot be read", feed.id(),
                messages.getFirst().getTopic(), fault);
        rowing.refused(PlainText.line(messages.getFirst().getTopic().toString()), "the message cannot be read");
        messages.forEach(Mqtt5Publish::acknowledge);
    }

    @Override
    public void close() {
        closed = true;
        try {
            client.disconnect().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("there was no connection to be ended politely", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
