using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Jobs.Supervision;

/// <summary>Sends a test message to a user's webhook, so that they see whether it arrives before a run ends.</summary>
public sealed class NoticeTest(Rights rights, WebhookClient webhooks, AngioboardOptions options, TimeProvider time)
{
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> sent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Posts the message once.</summary>
    /// <exception cref="InputException">There is no webhook, it was tried a moment ago, or the message did not arrive.</exception>
    public Task SendAsync(Actor actor, CancellationToken cancellation) =>
        rights.DoAsync(actor, Roles.Viewer, AuditActions.UserWebhookTest, actor.Name, async user =>
        {
            if (user.Webhook is not { } address) throw new InputException("No webhook is saved; enter an address and save it first");
            DateTimeOffset now = time.GetUtcNow();
            if (sent.TryGetValue(user.Name, out DateTimeOffset last) && now - last < pause)
                throw new InputException($"A test message was sent a moment ago; wait {pause.TotalSeconds:0} s");
            sent[user.Name] = now;
            return await PostAsync(WebhookAddress.Parse(address), cancellation);
        }, status => $"answered {(int)status}");

    private async Task<HttpStatusCode> PostAsync(Uri to, CancellationToken cancellation)
    {
        Notice notice = new("test/Train_1", "Test message", "test", "val_loss", null, options.PublicUrl,
            "This is a test message from Angioboard. Messages about your runs will arrive here.");
        try
        {
            HttpStatusCode answer = await webhooks.PostAsync(to, notice, cancellation);
            return (int)answer is >= 200 and < 300
                ? answer
                : throw new InputException($"The webhook answered {(int)answer}; check its address");
        }
        catch (HttpRequestException e)
        {
            throw new InputException($"The message could not be sent: {(e.InnerException as InputException ?? (Exception)e).Message}");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new InputException("The webhook does not answer; check its address");
        }
    }
}
