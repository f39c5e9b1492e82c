using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Supervision;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Webhooks;

namespace Angioboard.Jobs.Tests.Webhooks;

public sealed class NoticeTestTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly UserStore users;
    private readonly WebhookClient client = new(new WebhookOptions { AllowedNetworks = ["127.0.0.0/8"] });
    private readonly NoticeTest test;
    private readonly Actor ada;

    public NoticeTestTests()
    {
        database = Database.Open(folder.Path);
        users = People.Of(database, folder.Path);
        test = new NoticeTest(users.Rights, client, new AngioboardOptions { DataFolder = folder.Path }, TimeProvider.System);
        ada = users.SignIn("ada", Roles.Viewer);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        client.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_message_that_arrives_is_audited_and_not_repeated_at_once()
    {
        using Receiver receiver = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        users.ChangeOwn(ada, user => user with { Webhook = receiver.At("127.0.0.1").ToString() });

        await test.SendAsync(ada, Cancellation);
        InputException again = await Assert.ThrowsAsync<InputException>(() => test.SendAsync(ada, Cancellation));

        Assert.Equal(1, receiver.Connections);
        Assert.Contains("a moment ago; wait 10 s", again.Message, StringComparison.Ordinal);
        string audit = string.Concat(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("audit", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.Contains("user.webhook-test", audit, StringComparison.Ordinal);
        Assert.Contains("answered 200", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_refuses_the_message_or_is_missing_is_reported()
    {
        using Receiver receiver = new("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

        InputException none = await Assert.ThrowsAsync<InputException>(() => test.SendAsync(ada, Cancellation));
        users.ChangeOwn(ada, user => user with { Webhook = receiver.At("127.0.0.1").ToString() });
        InputException refused = await Assert.ThrowsAsync<InputException>(() => test.SendAsync(ada, Cancellation));

        Assert.Equal("No webhook is saved; enter an address and save it first", none.Message);
        Assert.Equal("The webhook answered 404; check its address", refused.Message);
    }
}
