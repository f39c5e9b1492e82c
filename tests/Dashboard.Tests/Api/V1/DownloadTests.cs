using System.Globalization;
using Angioboard.Jobs.Leases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>`angioboard download` from a server that breaks off, that changes its files, and that wants to write elsewhere.</summary>
public sealed class DownloadTests : IAsyncLifetime
{
    private static readonly DateTimeOffset first = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, (byte[] Content, DateTimeOffset Modified)> files = [];
    private readonly List<string> ranges = [];
    private readonly WebApplication server;
    private int breaks;
    private bool endless, misplaced;

    public DownloadTests()
    {
        server = LoopbackServer.Make();
        server.MapGet("/api/v1/runs/e/Train_1/artifacts", () => new
        {
            run = "e/Train_1",
            artifacts = files.Select(file => new
            {
                name = file.Key, size = file.Value.Content.Length, modified = file.Value.Modified.UtcDateTime,
            }),
        });
        server.MapGet("/api/v1/runs/e/Train_1/artifacts/{**name}", SendAsync);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await server.StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_download_that_breaks_off_continues_where_it_was_and_is_not_repeated()
    {
        Add("best.ckpt", 3_000_000);
        Add("evaluations/retina/predictions.json", 5000);
        breaks = 2;

        (int exit, string output, string errors) = await DownloadAsync();
        string[] resumed = [.. ranges];
        ranges.Clear();
        (int again, _, _) = await DownloadAsync();

        Assert.True(exit == 0, errors);
        Assert.Equal((folder.File("out"), 0), (output, again));
        Assert.Equal(files["best.ckpt"].Content, await File.ReadAllBytesAsync(folder.File("out", "best.ckpt"), Cancellation));
        Assert.Equal(first.UtcDateTime, File.GetLastWriteTimeUtc(folder.File("out", "best.ckpt")));
        Assert.Equal(3, resumed.Count(range => range.StartsWith("best.ckpt ", StringComparison.Ordinal)));
        Assert.Equal("best.ckpt from 0", resumed[0]);
        Assert.All(resumed[1..3], range => Assert.DoesNotContain("from 0", range, StringComparison.Ordinal));
        Assert.Empty(ranges);
        Assert.Equal(["best.ckpt", "evaluations/retina/predictions.json"], Written());
    }

    [Fact]
    public async Task A_download_that_is_given_up_leaves_no_file_under_its_name_and_the_next_command_continues()
    {
        Add("best.ckpt", 3_000_000);
        breaks = 1000;
        (int exit, _, string errors) = await DownloadAsync();
        string[] left = Written();
        breaks = 0;
        ranges.Clear();

        (int again, _, _) = await DownloadAsync();

        Assert.Equal((2, 0), (exit, again));
        Assert.Contains("best.ckpt: the connection was lost; run the same command again to continue", errors, StringComparison.Ordinal);
        Assert.EndsWith(".part", Assert.Single(left), StringComparison.Ordinal);
        Assert.DoesNotContain("from 0", Assert.Single(ranges), StringComparison.Ordinal);
        Assert.Equal(files["best.ckpt"].Content, await File.ReadAllBytesAsync(folder.File("out", "best.ckpt"), Cancellation));
        Assert.Equal(["best.ckpt"], Written());
    }

    [Fact]
    public async Task A_part_of_an_older_version_is_not_continued()
    {
        Add("best.ckpt", 3_000_000);
        breaks = 1000;
        await DownloadAsync();
        breaks = 0;
        files["best.ckpt"] = (new byte[3_000_000], first.AddHours(1));

        (int exit, _, string errors) = await DownloadAsync();

        Assert.True(exit == 0, errors);
        Assert.All(await File.ReadAllBytesAsync(folder.File("out", "best.ckpt"), Cancellation), value => Assert.Equal(0, value));
        Assert.Equal(["best.ckpt"], Written());
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/tmp/outside")]
    [InlineData("a\\..\\outside")]
    [InlineData("C:outside")]
    [InlineData("linked/outside")]
    [InlineData("out\nside")]
    [InlineData(".")]
    [InlineData("a//outside")]
    public async Task Whatever_names_a_server_sends_nothing_is_written_outside_the_folder(string name)
    {
        Directory.CreateDirectory(folder.File("elsewhere"));
        Directory.CreateDirectory(folder.File("out"));
        File.CreateSymbolicLink(folder.File("out", "linked"), folder.File("elsewhere"));
        Add(name, 10);
        Add("good.json", 10);

        (int exit, _, string errors) = await DownloadAsync();

        Assert.Equal(2, exit);
        Assert.Contains(name.StartsWith("linked", StringComparison.Ordinal) ? "is a link" : "left out", errors, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("out", "good.json")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("elsewhere")));
        Assert.Equal(["elsewhere", "out"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
        Assert.False(File.Exists("/tmp/outside"));
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_part_is_not_followed_and_files_with_nearly_such_names_stay()
    {
        Add("best.ckpt", 1000);
        Directory.CreateDirectory(folder.File("out"));
        string victim = folder.File("victim"), mine = folder.File("out", "best.ckpt.my-own.part");
        await File.WriteAllTextAsync(victim, "precious", Cancellation);
        await File.WriteAllTextAsync(mine, "mine", Cancellation);
        File.CreateSymbolicLink(folder.File("out", $"best.ckpt.1000-{first.ToUnixTimeSeconds()}.part"), victim);

        (int exit, _, string errors) = await DownloadAsync();

        Assert.Equal(2, exit);
        Assert.Contains("is a link, which somebody else may have put there", errors, StringComparison.Ordinal);
        Assert.Equal(("precious", "mine"),
            (await File.ReadAllTextAsync(victim, Cancellation), await File.ReadAllTextAsync(mine, Cancellation)));
    }

    [Fact]
    public async Task A_part_that_begins_elsewhere_is_not_appended()
    {
        Add("best.ckpt", 3_000_000);
        (breaks, misplaced) = (1, true);

        (int exit, _, string errors) = await DownloadAsync();

        Assert.True(exit == 0, errors);
        Assert.Equal(files["best.ckpt"].Content, await File.ReadAllBytesAsync(folder.File("out", "best.ckpt"), Cancellation));
    }

    [Fact]
    public async Task A_server_that_sends_more_than_it_said_is_stopped()
    {
        Add("best.ckpt", 1000);
        endless = true;

        (int exit, _, string errors) = await DownloadAsync();

        Assert.Equal(2, exit);
        Assert.Contains("best.ckpt: the server sends more than it said", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("best.ckpt", Written());
        Assert.InRange(Directory.EnumerateFiles(folder.File("out")).Sum(file => new FileInfo(file).Length), 0, 1000);
    }

    [Fact]
    public async Task Files_are_chosen_by_name_and_a_name_that_fits_none_is_refused()
    {
        Add("a.pdf", 10);
        Add("b.pdf", 10);
        Add("c.json", 10);

        (int exit, _, string errors) = await DownloadAsync("*.pdf");
        (int none, _, string refused) = await DownloadAsync("*.txt");

        Assert.True(exit == 0, errors);
        Assert.Equal(["a.pdf", "b.pdf"], Written());
        Assert.Equal(2, none);
        Assert.Contains("*.txt: e/Train_1 has no such file; it has a.pdf, b.pdf, c.json", refused, StringComparison.Ordinal);
    }

    private string[] Written() => [.. Directory.EnumerateFiles(folder.File("out"), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.File("out"), file)).Order(StringComparer.Ordinal)];

    private Task<(int Exit, string Output, string Errors)> DownloadAsync(params string[] names) => Terminal.RunAsync(
        new Dictionary<string, string> { [DataFolder.Variable] = folder.Path, ["ANGIOBOARD_TOKEN"] = "angio_x" },
        ["download", "e/Train_1", .. names, "--output", folder.File("out"), "--server", LoopbackServer.AddressOf(server)]);

    private void Add(string name, int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        files[name] = (content, first);
    }

    private async Task<IResult> SendAsync(string name, HttpContext context)
    {
        (byte[] content, DateTimeOffset modified) = files[name];
        long from = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        ranges.Add(string.Create(CultureInfo.InvariantCulture, $"{name} from {from}"));
        if (endless)
        {
            // Without a length.
            for (int i = 0; i < 1000 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.Body.WriteAsync(new byte[1000], CancellationToken.None);
            return Results.Empty;
        }
        if (misplaced && from > 0)
        {
            misplaced = false;
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.GetTypedHeaders().LastModified = modified;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes 0-2/{content.Length}");
            await context.Response.Body.WriteAsync(content.AsMemory(0, 3), Cancellation);
            return Results.Empty;
        }
        if (breaks-- <= 0) return Results.Bytes(content, lastModified: modified, enableRangeProcessing: true);
        HttpResponse response = context.Response;
        response.StatusCode = from > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.GetTypedHeaders().LastModified = modified;
        if (from > 0) response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture,
            $"bytes {from}-{content.Length - 1}/{content.Length}");
        response.ContentLength = content.Length - from;
        await response.Body.WriteAsync(content.AsMemory((int)from, (int)Math.Min(500_000, content.Length - from)), Cancellation);
        await response.Body.FlushAsync(Cancellation);
        await Task.Delay(200, Cancellation);
        context.Abort();
        return Results.Empty;
    }
}
