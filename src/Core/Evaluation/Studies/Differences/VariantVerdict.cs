namespace Angioboard.Core.Evaluation.Studies.Differences;

/// <summary>What a test says of a variant and the baseline in the chosen metric.</summary>
/// <param name="Test">The test: <c>patients</c>, <c>folds</c> or <c>seeds</c>.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="P">Its p-value; null for no test.</param>
/// <param name="Adjusted">The same, adjusted by Holm for all variants of the study.</param>
/// <param name="Verdict"><see cref="Better"/>, <see cref="Worse"/>, <see cref="Alike"/>, or <see cref="Unknown"/> without a test.</param>
public sealed record VariantVerdict(string Test, string Question, double? P, double? Adjusted, string Verdict)
{
    /// <summary>The variant is better than the baseline.</summary>
    public const string Better = "better";

    /// <summary>The variant is worse than the baseline.</summary>
    public const string Worse = "worse";

    /// <summary>The two cannot be told apart.</summary>
    public const string Alike = "not distinguishable";

    /// <summary>There is no test.</summary>
    public const string Unknown = "not tested";

    /// <summary>By patients: the pooled out-of-fold exams.</summary>
    public const string Patients = "patients";

    /// <summary>By folds: the corrected resampled t-test.</summary>
    public const string Folds = "folds";

    /// <summary>By patients and seeds.</summary>
    public const string Seeds = "seeds";

    internal static string QuestionOf(string test) => test switch
    {
        Patients => "Do these models differ on new patients?",
        Folds => "Would models trained this way on other exams differ?",
        _ => "Would models trained with other seeds differ on new patients?",
    };
}
