using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Evaluation.Studies.Ensembles;

/// <summary>A run in an ensemble.</summary>
/// <param name="Variant">Its variant.</param>
/// <param name="Fold">Its fold.</param>
/// <param name="Seed">Its seed.</param>
public sealed record EnsembleMember(string Variant, int Fold, long Seed);

/// <summary>
/// The mean probabilities of chosen runs, on the exams that all of them predict and none was trained on. Calibrate after averaging: means
/// of calibrated probabilities are not calibrated (Rahaman and Thiery, 2021).
/// </summary>
/// <param name="Members">The runs.</param>
/// <param name="Splits">
/// The predictions, exams by name. An exam stands in the split that it has in all runs, or under <c>validation</c> where these differ,
/// since some run may have chosen its epoch by it.
/// </param>
/// <param name="LeftOut">Exams that were left out: a run was trained on them, or does not predict them.</param>
/// <param name="Gains">By split with labelled exams, what the ensemble gains in each metric.</param>
public sealed record StudyEnsemble(IReadOnlyList<EnsembleMember> Members, IReadOnlyList<SplitPredictions> Splits, int LeftOut,
    OrderedDictionary<string, OrderedDictionary<string, EnsembleGain>> Gains)
{
    /// <summary>Averages the runs.</summary>
    /// <param name="members">The runs, at least two.</param>
    /// <exception cref="InputException">
    /// There are fewer than two, or one is there twice; classes or labels differ; or no exam is left. Every problem is listed.
    /// </exception>
    public static StudyEnsemble Of(IReadOnlyList<PredictedRun> members)
    {
        if (members.Count < 2) throw new InputException("an ensemble of one run is that run; choose two or more");
        Problems problems = new("ensemble");
        foreach (IGrouping<string, PredictedRun> same in members.GroupBy(run => run.Name).Where(group => group.Skip(1).Any()))
            problems.Add($"{same.Key}: chosen twice; choose each run once");
        Dictionary<string, (string Split, ExamPrediction Exam)>[] held = [.. members.Select(Held)];
        string[] all =
            [.. members.SelectMany(run => run.Predictions).SelectMany(split => split.Exams).Select(exam => exam.Exam).Distinct()];
        string[] common = [.. all.Where(exam => Array.TrueForAll(held, run => run.ContainsKey(exam))).Order(StringComparer.Ordinal)];
        foreach (string exam in common) Check(exam, members, held, problems);
        if (problems.Count > 0) throw new InputException(problems);
        if (common.Length == 0)
            throw new InputException("ensemble: each exam is a training exam of some run, or is not predicted by it, so there is no exam "
                + "to predict fairly; choose runs of one fold, or predict exams that are in no fold");

        SplitPredictions[] splits =
        [
            .. common.Select(exam => (Exam: exam, Models: held.Select(run => run[exam]).ToArray()))
                .GroupBy(exam => exam.Models.All(model => model.Split == exam.Models[0].Split)
                    ? exam.Models[0].Split
                    : PredictedRun.Validation)
                .Select(split => new SplitPredictions(split.Key, [.. split.Select(exam => exam.Models[0].Exam with
                {
                    Probabilities = MeanProbabilities.Of([.. exam.Models.Select(model => model.Exam)]),
                })])),
        ];
        OrderedDictionary<string, OrderedDictionary<string, EnsembleGain>> gains = [];
        foreach (SplitPredictions split in splits)
            if (split.Exams.Any(exam => exam.Label is not null)) gains.Add(split.Split, GainsOf(split, held));
        return new StudyEnsemble([.. members.Select(run => new EnsembleMember(run.Variant, run.Fold, run.Seed))], splits,
            all.Length - common.Length, gains);
    }

    // The exams that a run predicts without having been trained on them, whatever other split lists them too.
    private static Dictionary<string, (string, ExamPrediction)> Held(PredictedRun run)
    {
        HashSet<string> trained = run.AllTrained();
        Dictionary<string, (string, ExamPrediction)> held = [];
        foreach (SplitPredictions split in run.Predictions)
        {
            foreach (ExamPrediction exam in split.Exams)
                if (!trained.Contains(exam.Exam)) held.TryAdd(exam.Exam, (split.Split, exam));
        }
        return held;
    }

    private static void Check(string exam, IReadOnlyList<PredictedRun> members,
        Dictionary<string, (string Split, ExamPrediction Exam)>[] held, Problems problems)
    {
        ExamPrediction first = held[0][exam].Exam;
        for (int run = 1; run < members.Count; run++)
        {
            ExamPrediction other = held[run][exam].Exam;
            if (other.Probabilities.Length != first.Probabilities.Length)
                problems.Add($"{exam}: {first.Probabilities.Length} classes in {members[0].Name}, {other.Probabilities.Length} in "
                    + $"{members[run].Name}; choose runs of the same classes");
            if (other.Label != first.Label)
                problems.Add($"{exam}: the label differs between {members[0].Name} and {members[run].Name}; choose runs on the same "
                    + "labels");
        }
    }

    private static OrderedDictionary<string, EnsembleGain> GainsOf(
        SplitPredictions split, Dictionary<string, (string Split, ExamPrediction Exam)>[] held)
    {
        ExamPrediction[] labelled = [.. split.Exams.Where(exam => exam.Label is not null)];
        double[] ensemble = Metrics(labelled);
        double[][] members = [.. held.Select(run => Metrics([.. labelled.Select(exam => run[exam.Exam].Exam)]))];
        OrderedDictionary<string, EnsembleGain> gains = [];
        foreach ((int m, string name) in PairedMetrics.Names.Index())
            gains.Add(name, EnsembleGain.Of(ensemble[m], members.Average(run => run[m])));
        return gains;
    }

    private static double[] Metrics(ExamPrediction[] exams)
    {
        ScoredExams scored = new([.. exams.Select(exam => exam.Label!.Value)], [.. exams.Select(exam => exam.Probabilities)],
            exams[0].Probabilities.Length);
        return PairedMetrics.Compute(scored, scored.Once);
    }
}
