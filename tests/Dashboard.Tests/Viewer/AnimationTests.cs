using System.Net;
using Angioboard.Core.Data.Frames;
using Angioboard.Dashboard.Limits;
using Angioboard.Dashboard.Viewer;
using SkiaSharp;

namespace Angioboard.Dashboard.Tests.Viewer;

/// <summary>Exams as moving pictures, read by another decoder than the one that wrote them.</summary>
public sealed class AnimationTests
{
    [Theory]
    [InlineData("webp", SKEncodedImageFormat.Webp)]
    [InlineData("gif", SKEncodedImageFormat.Gif)]
    public async Task An_exam_is_a_moving_picture_of_the_frames_that_anybody_may_see(string format, SKEncodedImageFormat kind)
    {
        await using FrameServer server = await FrameServer.StartAsync();

        using HttpResponseMessage answer = await server.GetAsync("viewer", $"api/datasets/eyes/animation/b_R?format={format}&fps=5");

        byte[] file = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using SKCodec codec = SKCodec.Create(new MemoryStream(file));
        Assert.Equal((kind, 20, 24), (codec.EncodedFormat, codec.Info.Width, codec.Info.Height));
        Assert.Equal([200, 200, 200], codec.FrameInfo.Select(frame => frame.Duration));
        Assert.Equal([60, 70, 80], Enumerable.Range(0, 3).Select(frame => (int)Math.Round(Grey(codec, frame) / 10.0) * 10));
        Assert.Equal($"b_R.{format}", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("no-store, private", answer.Headers.CacheControl?.ToString());
        Assert.Contains(server.AuditLines(), line => line.Contains("exam.animation") && line.Contains($"b_R, {format}"));
    }

    [Fact]
    public async Task A_run_whose_settings_leave_the_strip_in_has_an_animation_without_it()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        server.AddWholeRun();

        using HttpResponseMessage answer = await server.GetAsync("researcher", "api/runs/e/Train_1/animation/b_R?format=gif");

        Assert.Equal((20, 24), FrameServer.Size(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("b_R?format=mp4", HttpStatusCode.BadRequest)]
    [InlineData("b_R", HttpStatusCode.BadRequest)]
    [InlineData("b_R?format=gif&fps=0", HttpStatusCode.BadRequest)]
    [InlineData("b_R?format=gif&fps=16", HttpStatusCode.BadRequest)]
    [InlineData("b_R?format=gif&fps=x", HttpStatusCode.BadRequest)]
    [InlineData("secret?format=gif", HttpStatusCode.NotFound)]
    [InlineData("..%2Fstudy%2Fb_R?format=gif", HttpStatusCode.NotFound)]
    [InlineData("%2e%2e%2f%2e%2e%2fetc?format=gif", HttpStatusCode.NotFound)]
    [InlineData("/etc?format=gif", HttpStatusCode.NotFound)]
    public async Task What_is_no_exam_no_format_or_no_rate_is_refused(string path, HttpStatusCode status)
    {
        await using FrameServer server = await FrameServer.StartAsync();

        using HttpResponseMessage answer = await server.GetAsync("researcher", $"api/datasets/eyes/animation/{path}");

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_frame_that_leads_out_of_the_study_is_in_no_animation()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        File.CreateSymbolicLink(Path.Combine(server.Study, "b_R", "9999.jpg"), "/etc/passwd");

        using HttpResponseMessage researchers = await server.GetAsync("researcher", "api/datasets/eyes/animation/b_R?format=gif");
        using HttpResponseMessage viewers = await server.GetAsync("viewer", "api/datasets/eyes/animation/b_R?format=gif");

        Assert.Equal((422, 422), ((int)researchers.StatusCode, (int)viewers.StatusCode));
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Assert.Contains("points outside", await researchers.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Study, await viewers.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 768, 768, 768, 768)]
    [InlineData(10, 3000, 1500, 1024, 512)]
    [InlineData(200, 1024, 1024, 489, 489)]
    public void A_long_exam_of_large_frames_is_drawn_smaller(int frames, int width, int height, int drawnWidth, int drawnHeight)
    {
        SixLabors.ImageSharp.Size size = ExamAnimation.Size(frames, width, height);

        Assert.Equal((drawnWidth, drawnHeight), (size.Width, size.Height));
        Assert.Equal(200, ExamAnimation.Frames(1000).Length);
    }

    [Fact]
    public async Task Nobody_waits_for_an_animation_that_nobody_wants_any_more()
    {
        using CancellationTokenSource gone = new();
        int decoded = 0;

        Task<byte[]> drawing = ExamAnimation.DrawAsync(
            100, frame =>
            {
                decoded++;
                gone.Cancel();
                return Task.FromResult(new GrayFrame(2, 2, new byte[4]));
            }, gif: true, 3, gone.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drawing);
        Assert.Equal(1, decoded);
    }

    [Fact]
    public async Task A_user_has_one_animation_drawn_at_a_time()
    {
        await using FrameServer server = await FrameServer.StartAsync();

        string?[] limits = [.. server.Limits().Where(limit => limit.Route.Contains("/animation/")).Select(limit => limit.Limit)];

        Assert.Equal([RequestLimits.Animations, RequestLimits.Animations], limits);
    }

    [Fact]
    public async Task A_thumbnail_is_small_and_shows_no_more_than_the_frame()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        GrayFrame large = new(600, 300, new byte[600 * 300]);

        using HttpResponseMessage answer = await server.GetAsync("viewer", "api/datasets/eyes/exams/b_R/frames/2?thumbnail=true");

        Assert.Equal((20, 24), FrameServer.Size(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Equal((128, 64), FrameServer.Size(FramePicture.Thumbnail(large)));
    }

    private static int Grey(SKCodec codec, int frame)
    {
        using SKBitmap bitmap = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels(), new SKCodecOptions(frame)));
        return bitmap.GetPixel(10, 10).Red;
    }
}
