using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Programs;

namespace Angioboard.Benchmarks;

/// <summary>
/// How the cost per frame changes as runs grow: from the end of a run's first epoch to the end of its last, including validation, records
/// and checkpoints. The result is the cost in the larger run as a multiple of that in the smaller one.
/// </summary>
internal sealed class FlatCost : IBenchmark
{
    private const string Backbone = "vit(img=64,patch=8,dim=96,depth=4,heads=3)";
    private const int Exams = 30, ValidationExams = 6, Epochs = 4, Tenfold = 10, LongFrames = 12, ShortFrames = 3;

    private static readonly Goal Flat = Goal.Most(1.1);

    /// <inheritdoc/>
    public string Name => "flat";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        BenchmarkStudy study = BenchmarkStudy.Draw(options);
        StudyExam[] some = [.. study.Train.Take(Exams)], validation = [.. study.Validation.Take(ValidationExams)];
        string few = study.Split("few", some, validation),
            many = study.Split("many", study.Copies(some, Tenfold), study.Copies(validation, Tenfold));
        string late = study.Split("long", Long(study.Train).Take(Exams), Long(study.Validation).Take(ValidationExams));
        TrainingProgram[] programs =
        [
            new(study, few, Backbone, Epochs), new(study, many, Backbone, Epochs), new(study, few, Backbone, Epochs * Tenfold),
            new(study, late, Backbone, Epochs, ShortFrames), new(study, late, Backbone, Epochs, LongFrames),
        ];
        Samples[] costs =
            Interleaved.Measure([.. programs.Select(program => (Func<double>)(() => Cost(program, options)))], warmUps: 0, options.Repeats);
        yield return Compare($"cost of a frame, {Exams * Tenfold} exams to {Exams}", costs[1], costs[0]);
        yield return Compare($"cost of a frame, {Epochs * Tenfold} epochs to {Epochs}", costs[2], costs[0]);
        yield return Compare($"cost of a frame, {LongFrames} frames an exam to {ShortFrames}", costs[4], costs[3]);
    }

    private static IEnumerable<StudyExam> Long(IEnumerable<StudyExam> exams) => exams.Where(exam => exam.Frames >= LongFrames);

    private static Figure Compare(string name, Samples large, Samples small) =>
        new(name, "ms/frame", large, small, Flat, $"{Backbone}; the peer is the smaller run; from the end of epoch 1 on");

    private static double Cost(TrainingProgram program, BenchmarkOptions options)
    {
        EpochFacts[] epochs = program.RunOurs(options).Epochs;
        return (epochs[^1].Ended!.Value - epochs[0].Ended!.Value).TotalMilliseconds / epochs.Skip(1).Sum(epoch => epoch.Frames);
    }
}
