namespace Angioboard.Core.Phantom;

/// <summary>Which phantom study to make; equal options make equal bytes.</summary>
/// <param name="Exams">How many exams, at least <see cref="FewestExams"/>; from 60 on, every split holds every class.</param>
/// <param name="Seed">What everything random is drawn from.</param>
public sealed record PhantomOptions(int Exams, long Seed)
{
    /// <summary>Below this the splits would be empty of most classes.</summary>
    public const int FewestExams = 10;

    /// <summary>Refuses a study too small to be split.</summary>
    /// <exception cref="InputException">Fewer than <see cref="FewestExams"/> exams.</exception>
    public void Validate()
    {
        if (Exams < FewestExams)
        {
            throw new InputException(
                $"exams: {Exams} are too few for five classes in three splits; use {FewestExams} or more "
                + $"({StudyPlan.EveryClassInEverySplit} or more put every class in every split)");
        }
    }
}
