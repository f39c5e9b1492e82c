using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

/// <summary>The first thing a newcomer runs.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_demo_learns_from_the_sequence_what_the_last_frame_alone_does_not_show()
    {
        string[] place = ["--study", folder.File("study"), "--output", folder.File("results")];

        ProcessOutcome sequence = (await AngioboardProcess.RunAsync(["demo", .. place])).Done();
        ProcessOutcome lastFrame = (await AngioboardProcess.RunAsync(["demo", .. place, "--max-frames", "1"])).Done();

        double over = Auc(sequence.Result), alone = Auc(lastFrame.Result);
        Assert.True(over >= 0.93, $"the demo's test AUC is {over}");
        Assert.True(over - alone >= 0.25, $"the last frame alone reaches {alone}, the sequence {over}");
        Assert.Equal([folder.File("results", "Train_1"), folder.File("results", "Train_2")], [sequence.Result, lastFrame.Result]);
    }

    private static double Auc(string run)
    {
        JsonObject evaluation = RunFiles.Json(run, "evaluation.json");
        return (double)evaluation["splits"]!["test"]!["metrics"]!["auc_ovr_macro"]!;
    }
}
