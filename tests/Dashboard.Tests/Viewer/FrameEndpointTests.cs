using Angioboard.Dashboard.Viewer;
using SkiaSharp;

namespace Angioboard.Dashboard.Tests.Viewer;

public sealed class FrameEndpointTests
{
    [Theory]
    [InlineData("eyes", null, "Train/0_L", 3, false, "api/datasets/eyes/exams/Train/0_L/frames/3")]
    [InlineData(null, "a b/Train_1", "x?/#y", 0, true, "api/runs/a%20b/Train_1/exams/x%3F/%23y/frames/0?whole=true")]
    public void A_frames_address_escapes_names_but_keeps_folders(
        string? dataset, string? run, string exam, int index, bool whole, string address)
    {
        Assert.Equal(address, FrameEndpoints.Address(dataset, run, exam, index, whole));
    }

    [Fact]
    public async Task Frames_are_cropped_whole_ones_are_refused_to_viewers_and_no_name_leads_elsewhere()
    {
        await using FrameServer server = await FrameServer.StartAsync();

        using HttpResponseMessage cropped = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/2");
        using HttpResponseMessage whole = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/2?whole=true");
        using HttpResponseMessage refused = await server.GetAsync("viewer", "api/datasets/eyes/exams/b_R/frames/2?whole=true");
        using HttpResponseMessage viewers = await server.GetAsync("viewer", "api/datasets/eyes/exams/b_R/frames/2");

        Assert.Equal((20, 24), FrameServer.Size(await cropped.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((40, 32), FrameServer.Size(await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Equal(200, (int)viewers.StatusCode);
        Assert.Equal("no-store, private", cropped.Headers.CacheControl?.ToString());
        foreach (string path in new[] { "b_R/frames/3", "secret/frames/0", "..%2Fstudy%2Fb_R/frames/0", "%2e%2e%2f%2e%2e%2fetc/frames/0",
            "b_R/frames/-1", "b_R/frames/99999999999", "b_R" })
        {
            using HttpResponseMessage nothing = await server.GetAsync("researcher", $"api/datasets/eyes/exams/{path}");
            Assert.Equal(404, (int)nothing.StatusCode);
        }
    }

    [Fact]
    public async Task A_run_whose_settings_include_the_strip_does_not_show_it_to_viewers()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        server.AddWholeRun();

        using HttpResponseMessage researchers = await server.GetAsync("researcher", "api/runs/e/Train_1/exams/b_R/frames/2");
        using HttpResponseMessage viewers = await server.GetAsync("viewer", "api/runs/e/Train_1/exams/b_R/frames/2");

        Assert.Equal((20, 32), FrameServer.Size(await researchers.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((20, 24), FrameServer.Size(await viewers.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_other_half_has_no_strip_and_is_not_for_viewers()
    {
        await using FrameServer server = await FrameServer.StartAsync();

        using HttpResponseMessage other = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/2?half=ICGA");
        using HttpResponseMessage refused = await server.GetAsync("viewer", "api/datasets/eyes/exams/b_R/frames/2?half=ICGA");
        using HttpResponseMessage own = await server.GetAsync("viewer", "api/datasets/eyes/exams/b_R/frames/2?half=FA");
        using HttpResponseMessage neither = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/2?half=Full");

        Assert.Equal((20, 24), FrameServer.Size(await other.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((403, 200, 400), ((int)refused.StatusCode, (int)own.StatusCode, (int)neither.StatusCode));
        Assert.Contains(server.AuditLines(), line => line.Contains("b_R, ICGA") && line.Contains("refused"));
    }

    [Fact]
    public async Task Stepping_through_whole_frames_leaves_one_entry_for_each_exam()
    {
        await using FrameServer server = await FrameServer.StartAsync();

        foreach (string frame in new[] { "a_L/frames/0", "b_R/frames/0", "b_R/frames/1", "b_R/frames/2", "b_R/frames/0" })
            (await server.GetAsync("researcher", $"api/datasets/eyes/exams/{frame}?whole=true")).Dispose();
        foreach (int frame in new[] { 0, 1, 2 })
            (await server.GetAsync("viewer", $"api/datasets/eyes/exams/b_R/frames/{frame}?whole=true")).Dispose();

        string[] lines = [.. server.AuditLines().Where(line => line.Contains("frame.whole"))];
        Assert.Equal(
            [("a_L", false), ("b_R", false), ("b_R", true)],
            lines.Select(line => (line.Contains("a_L") ? "a_L" : "b_R", line.Contains("refused"))));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/dev/zero")]
    [InlineData("OUTSIDE")]
    public async Task A_frame_that_leads_out_of_the_study_is_not_shown(string target)
    {
        await using FrameServer server = await FrameServer.StartAsync();
        string outside = Path.Combine(Path.GetDirectoryName(server.Study)!, "outside.jpg");
        File.Copy(Path.Combine(server.Study, "a_L", "1.jpg"), outside, overwrite: true);
        File.CreateSymbolicLink(Path.Combine(server.Study, "b_R", "9999.jpg"), target == "OUTSIDE" ? outside : target);

        foreach (string path in new[] { "b_R/frames/3?whole=true", "b_R/frames/3" })
        {
            using HttpResponseMessage refused = await server.GetAsync("researcher", $"api/datasets/eyes/exams/{path}");
            Assert.Equal(422, (int)refused.StatusCode);
            Assert.Contains("points outside", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_a_picture_is_not_sent_whatever_its_name()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        string[] fakes = ["root:*:20228:0:99999:7:::\n", "\u00ff\u00d8\u00ffroot:*:20228:0:99999:7:::\n"];
        foreach (string fake in fakes)
        {
            File.WriteAllBytes(Path.Combine(server.Study, "b_R", "9999.jpg"), System.Text.Encoding.Latin1.GetBytes(fake));

            using HttpResponseMessage refused = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/3?whole=true");

            Assert.Equal(422, (int)refused.StatusCode);
            Assert.DoesNotContain("root:", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_link_within_the_study_is_an_ordinary_frame()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        File.CreateSymbolicLink(Path.Combine(server.Study, "b_R", "9999.jpg"), Path.Combine(server.Study, "a_L", "1.jpg"));

        using HttpResponseMessage whole = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/3?whole=true");

        Assert.Equal(200, (int)whole.StatusCode);
    }

    [Fact]
    public async Task A_pipe_among_frames_does_not_block_requests()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        using (System.Diagnostics.Process make =
            System.Diagnostics.Process.Start("mkfifo", Path.Combine(server.Study, "b_R", "9999.jpg"))) make.WaitForExit();

        HttpResponseMessage[] answers =
            await Task.WhenAll(Enumerable.Range(0, 120).Select(i => server.GetAsync("viewer", "api/datasets/eyes/exams/b_R/frames/3")));

        Assert.All(answers, answer => Assert.Equal(422, (int)answer.StatusCode));
        foreach (HttpResponseMessage answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_frame_with_EXIF_rotation_has_the_same_orientation_whole_and_cropped()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        server.Turn("b_R/3.jpg");

        using HttpResponseMessage whole = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/2?whole=true");

        byte[] sent = await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using SKCodec codec = SKCodec.Create(new MemoryStream(sent));
        Assert.Equal((SKEncodedOrigin.TopLeft, 40, 32), (codec.EncodedOrigin, codec.Info.Width, codec.Info.Height));
    }
}
