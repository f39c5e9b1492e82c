using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Core.Tests.Evaluation.Studies;

/// <summary>Predictions of studies whose truth is known.</summary>
/// <param name="Exams">Test exams in all; two of each patient, who are in one fold and of one class.</param>
/// <param name="Classes">Number of classes, equally frequent.</param>
/// <param name="Folds">Number of folds.</param>
/// <param name="Seeds">Number of seeds.</param>
/// <param name="Key">What the draws depend on.</param>
/// <param name="Shared">How much of what makes a patient's exams hard is the same for all runs.</param>
internal sealed record StudySamples(int Exams = 120, int Classes = 2, int Folds = 3, int Seeds = 1, long Key = 1, double Shared = 0.7)
{
    public IReadOnlyDictionary<string, string> Patients =>
        Enumerable.Range(0, Exams).ToDictionary(Name, exam => $"patient {exam / 2}");

    /// <summary>A study in which each variant has a skill: how far the right class's logit is above the others.</summary>
    public StudyPredictions Of(params (string Variant, double Skill)[] variants) => new()
    {
        Classes = SyntheticPredictions.ClassNames(Classes),
        Variants = [.. variants.Select(variant => variant.Variant)],
        Baseline = variants[0].Variant,
        Seeds = [.. Enumerable.Range(1, Seeds).Select(seed => (long)seed)],
        TrainExams = [.. Enumerable.Range(0, Folds).Select(_ => Math.Max(1, Exams * (Folds - 2) / Folds))],
        Patients = Patients,
        Resamples = 200,
        Runs =
        [
            .. from variant in variants
               from fold in Enumerable.Range(0, Folds)
               from seed in Enumerable.Range(1, Seeds)
               select Run(variant.Variant, fold, seed, _ => variant.Skill),
        ],
    };

    /// <summary>A run; exams of a patient resemble each other, and part of what makes an exam hard is the same for all runs.</summary>
    public PredictedRun Run(string variant, int fold, int seed, Func<int, double> skill)
    {
        return new PredictedRun(variant, fold, seed,
        [
            new SplitPredictions("train", Predict(exam => FoldOf(exam) != fold && FoldOf(exam) != (fold + 1) % Folds)),
            new SplitPredictions("validation", Predict(exam => Folds > 1 && FoldOf(exam) == (fold + 1) % Folds)),
            new SplitPredictions("test", Predict(exam => FoldOf(exam) == fold)),
        ]);

        IReadOnlyList<ExamPrediction> Predict(Func<int, bool> of) => [.. Enumerable.Range(0, Exams).Where(of).Select(exam =>
        {
            SeededRandom patient = new(Key, "patient", exam / 2), own = new(Key, $"{variant}/{fold}/{seed}", exam);
            double[] logits = [.. Enumerable.Range(0, Classes).Select(c =>
                Shared * patient.NextNormal() + 0.7 * own.NextNormal() + (c == LabelOf(exam) ? skill(exam) : 0))];
            return new ExamPrediction(Name(exam), LabelOf(exam), SyntheticPredictions.Softmax(logits));
        })];
    }

    public int FoldOf(int exam) => exam / (2 * Classes) % Folds;

    public int LabelOf(int exam) => exam / 2 % Classes;

    public static string Name(int exam) => $"exam {exam:d4}";
}
