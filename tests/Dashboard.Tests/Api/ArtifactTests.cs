using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api;

public sealed class ArtifactTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_artifact_arrives_unchanged_whole_and_in_part_and_is_not_cached()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        Run run = AddRun(dashboard, folder);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        HttpResponseMessage whole = await browser.GetAsync("api/runs/study/Train_1/artifacts/best.ckpt", Cancellation);
        using HttpRequestMessage request = new(HttpMethod.Get,
            "api/runs/study/Train_1/artifacts/best.ckpt") { Headers = { Range = new RangeHeaderValue(10, 19) } };
        HttpResponseMessage part = await browser.SendAsync(request, Cancellation);
        string nested = await browser.GetStringAsync("api/runs/study/Train_1/artifacts/logs/events%20of%20%C3%A9tude.txt", Cancellation);

        byte[] expected = await File.ReadAllBytesAsync(Path.Combine(run.Folder, "best.ckpt"), Cancellation);
        Assert.Equal(expected, await whole.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.True(whole.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(expected[10..20], await part.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("events", nested);
    }

    [Fact]
    public async Task A_part_of_another_version_of_an_artifact_is_not_sent()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        string file = Path.Combine(AddRun(dashboard, folder).Folder, "best.ckpt");
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);
        const string Address = "api/v1/runs/study/Train_1/artifacts/best.ckpt";

        using HttpRequestMessage ask = new(HttpMethod.Head, Address);
        HttpResponseMessage head = await browser.SendAsync(ask, Cancellation);
        EntityTagHeaderValue tag = head.Headers.ETag!;
        HttpResponseMessage same = await PartAsync();
        byte[] other = [.. (await File.ReadAllBytesAsync(file, Cancellation)).Reverse()];
        DateTime written = File.GetLastWriteTimeUtc(file);
        await File.WriteAllBytesAsync(file, other, Cancellation);
        // In the same second, of the same length.
        File.SetLastWriteTimeUtc(file, written.AddTicks(1 - (written.Ticks % TimeSpan.TicksPerSecond)));
        HttpResponseMessage changed = await PartAsync();

        Assert.Equal((HttpStatusCode.OK, other.LongLength), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.False(tag.IsWeak);
        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(other, await changed.Content.ReadAsByteArrayAsync(Cancellation));

        async Task<HttpResponseMessage> PartAsync()
        {
            using HttpRequestMessage request = new(HttpMethod.Get, Address);
            request.Headers.Range = new RangeHeaderValue(10, 19);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            return await browser.SendAsync(request, Cancellation);
        }
    }

    [Theory]
    [InlineData("../../angioboard.db")]
    [InlineData("..%2f..%2fangioboard.db")]
    [InlineData("..%252f..%252fangioboard.db")]
    [InlineData("logs/../../../angioboard.db")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("/etc/passwd")]
    [InlineData("link-to-passwd")]
    [InlineData("BEST.CKPT")]
    [InlineData("logs")]
    [InlineData("")]
    [InlineData("best.ckpt%00.txt")]
    [InlineData("..\\..\\angioboard.db")]
    public async Task Only_names_in_the_folders_listing_are_served(string name)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        AddRun(dashboard, folder);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        (int status, string? body) = await RawGetAsync(browser, dashboard.Address, $"api/runs/study/Train_1/artifacts/{name}");

        Assert.True(status is 404 or 400, $"answered {status}");
        Assert.DoesNotContain("root:", body, StringComparison.Ordinal);
        Assert.DoesNotContain("LiteDB", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_zip_contains_every_file_but_locks_and_unfinished_ones()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        Run run = AddRun(dashboard, folder);
        foreach (string name in new[] { "trainer.lock", "last.ckpt.tmp" })
            await File.WriteAllTextAsync(Path.Combine(run.Folder, name), "", Cancellation);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        await using Stream body = await browser.GetStreamAsync("api/runs/study/Train_1/artifacts.zip", Cancellation);
        using MemoryStream memory = new();
        await body.CopyToAsync(memory, Cancellation);
        await using ZipArchive zip = new(memory);

        Assert.Equal(["Train_1/best.ckpt", "Train_1/logs/events of étude.txt", "Train_1/predictions.json", "Train_1/settings.json"],
            zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        await using Stream entry = await zip.GetEntry("Train_1/best.ckpt")!.OpenAsync(Cancellation);
        using MemoryStream unzipped = new();
        await entry.CopyToAsync(unzipped, Cancellation);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(run.Folder, "best.ckpt"), Cancellation), unzipped.ToArray());
    }

    [Fact]
    public async Task Nothing_is_served_from_a_folder_that_is_not_a_run()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        Run run = AddRun(dashboard, folder);
        File.Delete(Path.Combine(run.Folder, "settings.json"));
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        HttpResponseMessage artifact = await browser.GetAsync("api/runs/study/Train_1/artifacts/best.ckpt", Cancellation);
        await using ZipArchive zip =
            new ZipArchive(new MemoryStream(await browser.GetByteArrayAsync("api/runs/study/Train_1/artifacts.zip", Cancellation)));

        Assert.Equal(HttpStatusCode.NotFound, artifact.StatusCode);
        Assert.Empty(zip.Entries);
    }

    [Fact]
    public async Task Predictions_are_a_table_without_spreadsheet_formulas()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        AddRun(dashboard, folder);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        string csv = await browser.GetStringAsync("api/runs/study/Train_1/predictions.csv", Cancellation);

        Assert.Equal(
            "split,exam,label,predicted,p benign,p leak\r\ntest,exam 1,leak,benign,0.75,0.25\r\n"
                + "test,\"'=HYPERLINK(1,2)\",,leak,0.1,0.9\r\n", csv);
    }

    [Theory]
    [InlineData("api/runs/study/Train_9/artifacts/best.ckpt")]
    [InlineData("api/runs/study/Train_9/artifacts.zip")]
    [InlineData("api/runs/study/Train_9/predictions.csv")]
    public async Task An_unknown_run_is_a_plain_404(string path)
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.Path);
        using Browser browser = await dashboard.BrowserOfAsync("ada", Roles.Viewer);

        HttpResponseMessage answer = await browser.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("There is no run study/Train_9", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static Run AddRun(RunningDashboard dashboard, TemporaryFolder folder)
    {
        string runFolder = Path.Combine(folder.Path, "results", "study", "Train_1");
        Directory.CreateDirectory(Path.Combine(runFolder, "logs"));
        File.WriteAllBytes(Path.Combine(runFolder, "best.ckpt"), [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))]);
        File.WriteAllText(Path.Combine(runFolder, "settings.json"), "{}");
        File.WriteAllText(Path.Combine(runFolder, "logs", "events of étude.txt"), "events");
        File.CreateSymbolicLink(Path.Combine(runFolder, "link-to-passwd"), "/etc/passwd");
        PredictionsFile.Write(Path.Combine(runFolder, "predictions.json"),
            [new SplitPredictions("test",
                [new ExamPrediction("exam 1", 1, [0.75, 0.25]), new ExamPrediction("=HYPERLINK(1,2)", null, [0.1, 0.9])])]);
        Run run = new Run
        {
            Id = "study/Train_1",
            Key = 1,
            Folder = runFolder,
            Owner = "ada",
            Settings = new RunSettings { ClassNames = ["benign", "leak"] },
            SettingsHash = "",
            Created = DateTimeOffset.UtcNow,
        };
        dashboard.Services.GetRequiredService<RunStore>().Add(run);
        return run;
    }

    /// <summary>HttpClient normalises dots and slashes in an address before sending it; an attacker does not.</summary>
    private static async Task<(int Status, string Body)> RawGetAsync(Browser browser, string address, string path)
    {
        Uri uri = new(address);
        using TcpClient socket = new();
        await socket.ConnectAsync(uri.Host, uri.Port, Cancellation);
        await using NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /{path} HTTP/1.1\r\nHost: {uri.Authority}\r\nCookie: {browser.Cookies.GetCookieHeader(uri)}\r\nConnection: "
                    + $"close\r\n\r\n"), Cancellation);
        using StreamReader reader = new(stream, Encoding.Latin1);
        string answer = await reader.ReadToEndAsync(Cancellation);
        return (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}
