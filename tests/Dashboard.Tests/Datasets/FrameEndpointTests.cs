using Angioboard.Dashboard.Datasets;
using SkiaSharp;

namespace Angioboard.Dashboard.Tests.Datasets;

public sealed class FrameEndpointTests
{
    [Theory]
    [InlineData("eyes", null, "Train/0_L", 3, false, "api/datasets/eyes/exams/Train/0_L/frames/3")]
    [InlineData(null, "a b/Train_1", "x?/#y", 0, true, "api/runs/a%20b/Train_1/exams/x%3F/%23y/frames/0?whole=true")]
    public void A_frames_address_escapes_names_but_keeps_folders(string? dataset, string? run, string exam, int index, bool whole, string address)
    {
        Assert.Equal(address, FrameEndpoints.Address(dataset, run, exam, index, whole));
    }

    [Fact]
    public async Task Frames_are_cropped_and_whole_ones_are_not_for_viewers_and_no_name_leads_elsewhere()
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
        foreach (string path in new[] { "b_R/frames/3", "secret/frames/0", "..%2Fstudy%2Fb_R/frames/0", "%2e%2e%2f%2e%2e%2fetc/frames/0", "b_R/frames/-1", "b_R/frames/99999999999", "b_R" })
        {
            using HttpResponseMessage nothing = await server.GetAsync("researcher", $"api/datasets/eyes/exams/{path}");
            Assert.Equal(404, (int)nothing.StatusCode);
        }
    }

    [Fact]
    public async Task A_frame_that_EXIF_would_turn_is_the_same_way_up_whole_and_cropped()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        server.Turn("b_R/3.jpg");

        using HttpResponseMessage whole = await server.GetAsync("researcher", "api/datasets/eyes/exams/b_R/frames/2?whole=true");

        byte[] sent = await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using SKCodec codec = SKCodec.Create(new MemoryStream(sent));
        Assert.Equal((SKEncodedOrigin.TopLeft, 40, 32), (codec.EncodedOrigin, codec.Info.Width, codec.Info.Height));
    }
}
