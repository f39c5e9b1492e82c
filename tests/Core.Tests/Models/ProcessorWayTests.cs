using System.Diagnostics;
using Angioboard.Core.Tests.Data;
using Angioboard.Core.Tests.Models.Kernels;
using Angioboard.Core.Tests.Training;

namespace Angioboard.Core.Tests.Models;

/// <summary>
/// What is computed in ways that depend on the processor is right in each of them that this machine can execute. A way holds for a process
/// from its start, so each is a process of its own.
/// </summary>
public sealed class ProcessorWayTests
{
    private static readonly Type[] Classes =
    [
        typeof(TokenProductTests), typeof(PrecisionTests), typeof(VisionTransformerTests), typeof(ViTGruTests),
        typeof(FusedBlockTests), typeof(FrameAttentionTests), typeof(AdamWTests), typeof(InferenceTests), typeof(FrozenBackboneTests),
        typeof(BaselineJpegTests), typeof(FrameDecoderTests), typeof(ModelTransformsTests),
    ];

    public static TheoryData<string> Ways => [.. ProcessorWay.All.Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Numbers_are_right_on_a_processor_of_the_kind(string name)
    {
        ProcessStartInfo start = new("dotnet", [typeof(ProcessorWayTests).Assembly.Location, "-noColor", "-noLogo", .. Classes.SelectMany(c => new[] { "-class", c.FullName! })])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[ProcessorAtStart.Variable] = name;
        foreach ((string variable, string value) in ProcessorWay.Named(name).Limits) start.Environment[variable] = value;

        using Process tests = Process.Start(start)!;
        string output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(tests.ExitCode == 0, output);
        Assert.Matches(@"Total: [1-9]\d+, Errors: 0, Failed: 0, Skipped: 0", output);
    }
}
