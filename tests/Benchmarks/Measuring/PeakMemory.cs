using Angioboard.Benchmarks.Programs;

namespace Angioboard.Benchmarks.Measuring;

/// <summary>Peak memory of training ViT-small on batches of two exams of twelve frames: VmHWM of whole programs.</summary>
internal sealed class PeakMemory : IBenchmark
{
    private const int Exams = 8, ValidationExams = 2, MaxFrames = 12;
    private const double Gibibyte = 1 << 30;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        BenchmarkStudy study = BenchmarkStudy.Draw(options);
        string split = study.Split("memory", Long(study.Train).Take(Exams), Long(study.Validation).Take(ValidationExams));
        TrainingProgram program = new(study, split, "small", Epochs: 1, MaxFrames);
        (Samples ours, Samples theirs) = Interleaved.Measure(
            () => program.RunOurs(options).Peak / Gibibyte, () => program.RunPeer(options, workers: 0).Peak / Gibibyte, warmUps: 0,
            options.Repeats);
        yield return new Figure("peak memory, training ViT-small", "GiB", ours, theirs, Goal.Most(0.8),
            $"{Exams} exams of {MaxFrames} frames, whole programs");
    }

    private static IEnumerable<StudyExam> Long(IEnumerable<StudyExam> exams) => exams.Where(exam => exam.Frames >= MaxFrames);
}
