using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Angioboard.Core.Settings;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Limits;

public sealed class RequestLimitTests
{
    private const int Waiting = 16;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Downloads_of_a_user_beyond_the_limit_wait_and_beyond_those_are_refused()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path, settings: ("Limits:Downloads", "1"));
        using (FileStream file = File.Create(AddRun(dashboard, folder))) file.SetLength(200_000_000);
        using Browser ada = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        using Browser bob = await dashboard.BrowserOfAsync("bob", Roles.Viewer);
        const string address = "api/runs/study/Train_1/artifacts/best.ckpt";

        // A client that only reads the beginning keeps the download in progress.
        HttpResponseMessage slow = await ada.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        List<Task<HttpResponseMessage>> waiting = Enumerable.Range(0, Waiting + 1)
            .Select(_ => ada.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancellation)).ToList();
        HttpResponseMessage refused = await await Task.WhenAny(waiting);
        using HttpResponseMessage other = await bob.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        slow.Dispose();
        waiting.RemoveAll(download => download.IsCompleted);
        using HttpResponseMessage next = await await Task.WhenAny(waiting);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("wait until the current ones are done", await refused.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.StatusCode, next.StatusCode));
        Assert.Equal(Waiting, waiting.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_in_of_megabytes_is_refused_before_it_is_read(bool chunked)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = dashboard.Browser();
        FormUrlEncodedContent body = RunningDashboard.Form("x", new string('n', 1_900_000), new string('p', 1_900_000));
        if (chunked) body.Headers.ContentLength = null;
        using HttpRequestMessage request =
            new HttpRequestMessage(HttpMethod.Post, "sign-in") { Content = chunked
                ? new StreamContent(await body.ReadAsStreamAsync(Cancellation)) { Headers = { ContentType = body.Headers.ContentType } }
                : body };
        request.Headers.TransferEncodingChunked = chunked;

        HttpStatusCode? status;
        try
        {
            status = (await browser.SendAsync(request, Cancellation)).StatusCode;
        }
        catch (HttpRequestException)
        {
            status = null; // The connection was closed while the client was still sending.
        }

        Assert.True(status is null or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"{status}");
    }

    [Fact]
    public async Task Only_a_few_large_frames_are_decoded_at_a_time_for_all_users_together()
    {
        using FrameBudget budget = new();
        int now = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => budget.DecodeAsync<byte[]>(
            99_900_000, () =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                Thread.Sleep(5);
                Interlocked.Decrement(ref now);
                return [];
            }, Cancellation)));

        Assert.InRange(most, 1, 2);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); value > seen && Interlocked.CompareExchange(ref most, value, seen) is var found
            && found != seen; seen = found)
        {
        }
    }

    private static string AddRun(RunningDashboard dashboard, TemporaryFolder folder)
    {
        string path = folder.File("results", "study", "Train_1");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "settings.json"), "{}");
        dashboard.Services.GetRequiredService<RunStore>().Add(new Run
        {
            Id = "study/Train_1", Key = 1, Folder = path, Owner = "ada", Settings = new RunSettings(), SettingsHash = "x",
            Created = DateTimeOffset.UnixEpoch, Status = RunStatus.Finished,
        });
        return Path.Combine(path, "best.ckpt");
    }
}
