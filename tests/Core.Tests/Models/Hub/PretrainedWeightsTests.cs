using Angioboard.Core.Models.Hub;

namespace Angioboard.Core.Tests.Models.Hub;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly byte[] content = [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)(i * 31 >> 3))];
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private string Model => Path.Combine(scratch.Path, "models--timm--vit_micro");

    [Fact]
    public async Task A_download_lands_where_huggingface_hub_would_find_it()
    {
        using LoopbackHub hub = new(content);
        List<StageProgress> steps = [];

        string? path = await Weights(hub, "secret").FindAsync("hub", "vit_micro", new Steps(steps), cancellation);

        Assert.Equal(Path.Combine(Model, "snapshots", LoopbackHub.Commit, "model.safetensors"), path);
        Assert.Equal(content, File.ReadAllBytes(path!));
        Assert.Equal(Path.Combine("..", "..", "blobs", hub.ETag), new FileInfo(path!).LinkTarget);
        Assert.Equal(LoopbackHub.Commit, File.ReadAllText(Path.Combine(Model, "refs", "main")));
        Assert.Equal([Path.Combine(Model, "blobs", hub.ETag)], Directory.GetFiles(Path.Combine(Model, "blobs")));
        Assert.Equal((content.Length, content.Length), (steps[^1].Done, steps[^1].Total));
        Assert.All(hub.Hub.Requests, request => Assert.Equal("Bearer secret", request.Headers["Authorization"]));
        Assert.All(hub.Files.Requests, request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
    }

    [Fact]
    public async Task A_cached_file_is_not_downloaded_again()
    {
        using LoopbackHub hub = new(content);
        string? first = await Weights(hub).FindAsync("hub", "vit_micro", null, cancellation);
        int requests = hub.Hub.Requests.Count;

        string? second = await Weights(hub).FindAsync("hub", "vit_micro", null, cancellation);
        PretrainedWeights withoutHub = new(new HubSettings(hub.Hub.Address, scratch.Path, Offline: true));
        string? offline = await withoutHub.FindAsync("hub", "vit_micro", null, cancellation);

        Assert.Equal((first, first), (second, offline));
        Assert.Equal(requests, hub.Hub.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_download_continues_where_it_stopped(bool serverHonoursRange)
    {
        using LoopbackHub hub = new(content) { HonoursRange = serverHonoursRange };
        hub.Breaks.Enqueue(300_000);

        string? path = await Weights(hub).FindAsync("hub", "vit_micro", null, cancellation);

        Assert.Equal(content, File.ReadAllBytes(path!));
        Assert.Equal("bytes=300000-", hub.Files.Requests[1].Headers["Range"]);
    }

    [Fact]
    public async Task A_part_left_by_an_earlier_process_is_continued()
    {
        using LoopbackHub hub = new(content);
        Directory.CreateDirectory(Path.Combine(Model, "blobs"));
        await File.WriteAllBytesAsync(Path.Combine(Model, "blobs", $"{hub.ETag}.incomplete"), content[..400_000], cancellation);

        string? path = await Weights(hub).FindAsync("hub", "vit_micro", null, cancellation);

        Assert.Equal(content, File.ReadAllBytes(path!));
        Assert.Equal("bytes=400000-", Assert.Single(hub.Files.Requests).Headers["Range"]);
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_mix()
    {
        using LoopbackHub hub = new(content);
        Directory.CreateDirectory(Path.Combine(Model, "blobs"));
        string incomplete = Path.Combine(Model, "blobs", $"{hub.ETag}.incomplete");
        using FileStream other = new(incomplete, FileMode.Create, FileAccess.Write, FileShare.None);

        InputException refusal = await Refusal(Weights(hub), "vit_micro");

        Assert.Contains("if it is already being downloaded, wait for that", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing_that_looks_complete()
    {
        using LoopbackHub hub = new(content) { ETag = new string('a', 64) };

        InputException refusal = await Refusal(Weights(hub), "vit_micro");

        Assert.Contains("differs from the one the hub announced", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(scratch.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task After_repeated_breaks_or_silence_a_download_is_given_up_and_the_part_is_kept()
    {
        using LoopbackHub hub = new(content) { Stalls = true };
        for (int i = 0; i < 5; i++) hub.Breaks.Enqueue(i == 0 ? 1000 : 0);

        InputException refusal = await Refusal(Weights(hub), "vit_micro");

        Assert.Contains("sent 1000 of 1000000 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1000, new FileInfo(Path.Combine(Model, "blobs", $"{hub.ETag}.incomplete")).Length);
        Assert.False(Directory.Exists(Path.Combine(Model, "snapshots")));
    }

    [Fact]
    public async Task Small_files_are_sent_by_the_hub_itself()
    {
        using LoopbackHub hub = new(content);

        string? path = await Weights(hub).FindAsync("hub", "small_file", null, cancellation);

        Assert.Equal(content, File.ReadAllBytes(path!));
        Assert.EndsWith("a94a8fe5cc", new FileInfo(path!).LinkTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_repository_is_named_with_what_to_do()
    {
        using LoopbackHub hub = new(content);

        InputException refusal = await Refusal(Weights(hub), "vit_other");

        Assert.Contains("timm/vit_other/resolve/main/model.safetensors does not exist (404)", refusal.Message, StringComparison.Ordinal);
        string place = Path.Combine(scratch.Path, "models--timm--vit_other", "snapshots", "main", "model.safetensors");
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--pretrained none", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "cannot be reached")]
    [InlineData(true, "HF_HUB_OFFLINE is set")]
    public async Task Without_a_server_the_message_says_where_to_put_the_file(bool offline, string problem)
    {
        LoopbackServer gone = new(_ => throw new InvalidOperationException());
        Uri address = gone.Address;
        gone.Dispose();
        PretrainedWeights weights = new(new HubSettings(address, scratch.Path, offline));

        InputException refusal = await Refusal(weights, "vit_micro");
        string place = Path.Combine(Model, "snapshots", "main", "model.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        await File.WriteAllBytesAsync(place, content, cancellation);

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(place, await weights.FindAsync("hub", "vit_micro", null, cancellation));
    }

    [Fact]
    public async Task Weights_that_the_hub_offers_are_no_problem_and_are_not_downloaded_to_find_out()
    {
        using LoopbackHub hub = new(content);

        Assert.Null(await Weights(hub).ProblemAsync("hub", "vit_micro", cancellation));

        Assert.All(hub.Hub.Requests, request => Assert.Equal("HEAD", request.Method));
        Assert.Empty(hub.Files.Requests);
        Assert.False(Directory.Exists(Model));
    }

    [Theory]
    [InlineData(false, "cannot be reached")]
    [InlineData(true, "(offline: HF_HUB_OFFLINE is set)")]
    public async Task A_hub_that_does_not_answer_is_a_problem_until_the_weights_are_copied(bool offline, string why)
    {
        LoopbackServer gone = new(_ => throw new InvalidOperationException());
        Uri address = gone.Address;
        gone.Dispose();
        PretrainedWeights weights = new(new HubSettings(address, scratch.Path, offline));
        string place = Path.Combine(Model, "snapshots", "main", "model.safetensors");

        string? problem = await weights.ProblemAsync("hub", "vit_micro", cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        await File.WriteAllBytesAsync(place, content, cancellation);

        Assert.StartsWith("the weights timm/vit_micro are not on this machine and cannot be downloaded", problem, StringComparison.Ordinal);
        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.EndsWith($"choose none, give the path of a file of weights, or copy them to {place}", problem, StringComparison.Ordinal);
        Assert.Null(await weights.ProblemAsync("hub", "vit_micro", cancellation));
        Assert.Null(await weights.ProblemAsync("none", "vit_other", cancellation));
    }

    [Fact]
    public async Task A_server_cannot_name_a_file_outside_the_cache()
    {
        using LoopbackHub hub = new(content) { ETag = "../../../escaped" };

        InputException refusal = await Refusal(Weights(hub), "vit_micro");

        Assert.Contains("does not respond like a Hugging Face hub", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_a_download()
    {
        using LoopbackHub hub = new(content) { Stalls = true };
        hub.Breaks.Enqueue(1000);
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(500));
        PretrainedWeights weights = new(new HubSettings(hub.Hub.Address, scratch.Path));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => weights.FindAsync("hub", "vit_micro", null, soon.Token));
    }

    [Fact]
    public async Task Paths_and_none_need_no_hub()
    {
        PretrainedWeights weights = new(new HubSettings(new Uri("http://127.0.0.1:1/"), scratch.Path));
        string path = scratch.File("mine.pth", content);

        Assert.Null(await weights.FindAsync("none", "vit_micro", null, cancellation));
        Assert.Equal(path, await weights.FindAsync(path, "vit_micro", null, cancellation));
        InputException missing = await Refusal(weights, "vit_micro", $"{path}x");
        InputException shape = await Refusal(weights, "vit(img=32,patch=8)");

        Assert.Contains($"there is no file {path}x", missing.Message, StringComparison.Ordinal);
        Assert.Contains("the hub has no weights for vit(img=32,patch=8)", shape.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vit_small_patch16_224.augreg_in21k", "timm/vit_small_patch16_224.augreg_in21k")]
    [InlineData("vit_large_patch16_224", "timm/vit_large_patch16_224.augreg_in21k_ft_in1k")]
    public void Backbones_have_timms_repositories(string backbone, string repository) =>
        Assert.Equal(repository, PretrainedWeights.Repository(backbone));

    public void Dispose() => scratch.Dispose();

    // Long enough for a busy machine; only a hub that is silent on purpose is waited for as long as that.
    private PretrainedWeights Weights(LoopbackHub hub, string? token = null) =>
        new(new HubSettings(hub.Hub.Address, scratch.Path, Token: token) { Patience = TimeSpan.FromSeconds(hub.Stalls ? 8 : 30) });

    private async Task<InputException> Refusal(PretrainedWeights weights, string backbone, string setting = "hub") =>
        await Assert.ThrowsAsync<InputException>(() => weights.FindAsync(setting, backbone, null, cancellation));

    private sealed class Steps(List<StageProgress> steps) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => steps.Add(value);
    }
}
