using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Programs;

namespace Angioboard.Benchmarks;

/// <summary>
/// Frames per second of the second epoch on 200 exams, in whole programs with a small model. Ours has its frames cached by then; the peer
/// has two loading processes.
/// </summary>
internal sealed class EpochSpeed : IBenchmark
{
    private const int Exams = 200, ValidationExams = 10, Workers = 2;

    /// <inheritdoc/>
    public string Name => "epoch";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        BenchmarkStudy study = BenchmarkStudy.Draw(options);
        string split = study.Split("epoch", study.Train.Take(Exams), study.Validation.Take(ValidationExams));
        TrainingProgram program = new(study, split, "vit(img=64,patch=8,dim=96,depth=4,heads=3)", Epochs: 2);
        List<double> waits = [], peerWaits = [];
        (Samples ours, Samples theirs) = Interleaved.Measure(
            () => Second(program.RunOurs(options).Epochs, waits), () => Second(program.RunPeer(options, Workers).Epochs, peerWaits),
            warmUps: 0, options.Repeats);
        yield return new Figure(
            $"epoch 2 on {Exams} exams, {program.Backbone}", "frames/s", ours, theirs, Goal.Least(2.5),
            $"{Workers} loading processes of the peer's; data wait {new Samples(waits).Median:P1} of the epoch, the peer's "
                + $"{new Samples(peerWaits).Median:P1}");
    }

    private static double Second(EpochFacts[] epochs, List<double> waits)
    {
        waits.Add(epochs[1].DataWait / epochs[1].Seconds);
        return epochs[1].Frames / epochs[1].Seconds;
    }
}
