using Angioboard.Core.Phantom;
using CsCheck;

namespace Angioboard.Core.Tests.Phantom;

public sealed class PhantomPlanTests
{
    [Fact]
    public void Every_exam_is_planned_once_and_both_eyes_of_a_patient_share_a_split()
    {
        Gen.Select(Gen.Int[10, 400], Gen.Long).Sample((exams, seed) =>
        {
            IReadOnlyList<PlannedExam> plan = PhantomPlan.Draw(new(exams, seed));

            return plan.Count == exams
                && plan.Select(exam => exam.Name).Distinct().Count() == exams
                && plan.Select((exam, i) => exam.Index == i).All(right => right)
                && plan.GroupBy(exam => exam.Patient).All(patient => patient.Select(exam => exam.Split).Distinct().Count() == 1);
        }, iter: 300);
    }

    [Fact]
    public void Every_split_holds_every_class_and_about_its_share_from_60_exams_on()
    {
        Gen.Select(Gen.Int[60, 600], Gen.Long).Sample((exams, seed) =>
        {
            ILookup<string, PlannedExam> splits = PhantomPlan.Draw(new(exams, seed)).ToLookup(exam => exam.Split);

            return splits.All(split => split.Select(exam => exam.Class).Distinct().Count() == 5)
                && Math.Abs(splits["train"].Count() - 0.6 * exams) < 0.05 * exams + 2
                && Math.Abs(splits["validation"].Count() - 0.2 * exams) < 0.05 * exams + 2
                && Math.Abs(splits["test"].Count() - 0.2 * exams) < 0.05 * exams + 2;
        }, iter: 300);
    }

    [Theory]
    [InlineData(107, 10021481)]
    [InlineData(106, 19)]
    public void A_draw_that_leaves_a_split_too_large_is_drawn_again(int exams, long seed) =>
        Assert.InRange(PhantomPlan.Draw(new(exams, seed)).Count(exam => exam.Split == "train"), 0.55 * exams - 2, 0.65 * exams + 2);

    [Fact]
    public void The_smallest_study_trains_on_every_class_and_leaves_no_split_empty()
    {
        Gen.Long.Sample(seed =>
        {
            ILookup<string, PlannedExam> splits = PhantomPlan.Draw(new(PhantomOptions.FewestExams, seed)).ToLookup(exam => exam.Split);

            return splits.Count == 3 && splits["train"].Select(exam => exam.Class).Distinct().Count() == 5;
        }, iter: 300);
    }

    [Fact]
    public void Classes_are_unbalanced()
    {
        int[] counts = [.. PhantomPlan.Draw(new(100, 1)).CountBy(exam => exam.Class).OrderBy(c => c.Key).Select(c => c.Value)];

        Assert.Equal([30, 22, 22, 14, 12], counts);
    }
}
