using System.Diagnostics;
using Angioboard.Core.Tests.Data.Frames;
using Angioboard.Core.Tests.Data.Frames.Jpeg;
using Angioboard.Core.Tests.Data.Transforms;
using Angioboard.Core.Tests.Training.Optimizers;
using Angioboard.Core.Tests.Training.Predicting;

namespace Angioboard.Core.Tests.Models;

/// <summary>
/// Code that depends on the processor gives right results in each way that this machine can execute. The way is fixed when a process
/// starts, so each runs in a separate process.
/// </summary>
public sealed class ProcessorWayTests
{
    // Without AVX-512 a block does not use the kernels; with it, the tests of the kernels run on this machine anyway.
    private static readonly Type[] Models =
        [typeof(TokenProductTests), typeof(PrecisionTests), typeof(VisionTransformerTests), typeof(ViTGruTests), typeof(AdamWTests),
            typeof(InferenceTests), typeof(FrozenBackboneTests), typeof(KeptEmbeddingsTests)];

    private static readonly Type[] Pictures = [typeof(BaselineJpegTests), typeof(FrameDecoderTests), typeof(ModelTransformsTests)];

    public static TheoryData<string> Ways => [.. ProcessorWay.All.Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Results_are_right_on_each_kind_of_processor(string name)
    {
        ProcessorWay way = ProcessorWay.Named(name);
        Type[] classes = way.VectorBits < 256 ? [.. Models, .. Pictures] : Models;
        ProcessStartInfo start =
            new("dotnet",
                [typeof(ProcessorWayTests).Assembly.Location, "-noColor", "-noLogo",
                    .. classes.SelectMany(c => new[] { "-class", c.FullName! })])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[ProcessorAtStart.Variable] = name;
        foreach ((string variable, string value) in way.Limits) start.Environment[variable] = value;

        using Process tests = Process.Start(start)!;
        string output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(tests.ExitCode == 0, output);
        Assert.Matches(@"Total: [1-9]\d+, Errors: 0, Failed: 0, Skipped: 0", output);
    }
}
