using System.Text.Json.Nodes;
using Angioboard.Core.Data.Folds;
using CsCheck;

namespace Angioboard.Core.Tests.Data.Folds;

public sealed class StratifiedGroupsTests
{
    // Patients of one to three exams.
    private static readonly Gen<(int Label, int Group)[]> exams = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 14]).Array[1, 40];

    // Patients of one or two eyes, both usually of one class; few enough that every division can be tried.
    private static readonly Gen<(int Label, int Group)[]> smallStudies = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 9]).Array[6, 8]
        .Select(patients => patients.SelectMany((patient, i) => patient.Item3 switch
        {
            < 4 => [(patient.Item1, i)],
            < 9 => [(patient.Item1, i), (patient.Item1, i)],
            _ => new[] { (patient.Item1, i), (patient.Item2, i) },
        }).ToArray());

    [Fact]
    public void Folds_are_those_of_scikit_learn()
    {
        JsonArray cases = JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "folds.json")))!["stratified_groups"]!.AsArray();

        Assert.Equal(2, cases.Count);
        foreach (JsonNode? golden in cases)
        {
            int[] labels = Numbers(golden!["labels"]);

            int[] found = StratifiedGroups.Assign(labels, Numbers(golden["groups"]), (int)golden["folds"]!);

            Assert.Equal(Numbers(golden["expected"]!["fold"]), found);
            Assert.Equal(golden["expected"]!["class_counts"]!.AsArray().Select(Numbers),
                found.Distinct().Order().Select(fold => Counts(labels, found, fold)));
        }
    }

    [Fact]
    public void Every_group_is_in_one_fold() => Gen.Select(exams, Gen.Int[1, 6]).Sample((split, folds) =>
    {
        int[] found = Assign(split, folds);

        Assert.Equal(split.Length, found.Length);
        Assert.All(found, fold => Assert.InRange(fold, 0, folds - 1));
        Assert.All(split.Zip(found, (exam, fold) => (exam.Group, fold)).GroupBy(exam => exam.Group),
            group => Assert.Single(group.Distinct()));
    });

    [Fact]
    public void The_order_of_exams_does_not_matter() => Gen.Select(exams, Gen.Int[2, 5], Gen.Int[0, 1000]).Sample((split, folds, seed) =>
    {
        int[] order = new SeededRandom(seed, "order").Permutation(split.Length);

        int[] mixed = Assign([.. order.Select(i => split[i])], folds);

        int[] straight = Assign(split, folds);
        Assert.Equal(order.Select(i => straight[i]), mixed);
    });

    [Fact]
    public void Numbers_of_classes_and_groups_do_not_matter_only_their_order() => Gen.Select(exams, Gen.Int[2, 5]).Sample((split, folds) =>
        Assert.Equal(Assign(split, folds), Assign([.. split.Select(exam => (exam.Label * 7 + 3, exam.Group * 5 - 20))], folds)));

    [Fact]
    public void No_fold_is_empty_where_each_class_has_as_many_groups_as_folds() => Gen.Select(exams, Gen.Int[2, 5]).Sample((split, folds) =>
    {
        if (Groups(split).Min() < folds) return;

        Assert.Equal(folds, Assign(split, folds).Distinct().Count());
    });

    [Fact]
    public void Groups_of_one_class_are_spread_as_evenly_as_possible() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 60], Gen.Int[2, 6]).Sample((labels, folds) =>
        {
            int[] found = StratifiedGroups.Assign(labels, [.. Enumerable.Range(0, labels.Length)], folds);

            foreach (int label in labels.Distinct())
            {
                int[] counts = [.. Enumerable.Range(0, folds).Select(fold => labels.Zip(found).Count(exam => exam == (label, fold)))];
                Assert.True(counts.Max() - counts.Min() <= 1, $"class {label}: {string.Join(", ", counts)}");
            }
        });

    [Fact]
    public void Class_counts_of_small_cases_are_near_the_best() =>
        Gen.Select(smallStudies, Gen.Int[2, 3]).Sample((split, folds) =>
        {
            if (Groups(split).Min() < folds) return;
            int largest = split.GroupBy(exam => exam.Group).Max(group => group.Count());

            int found = Spread(split, Assign(split, folds), folds);

            Assert.True(found <= BestSpread(split, folds) + largest, $"{found} of {BestSpread(split, folds)}, groups of up to {largest}");
        });

    private static int[] Assign((int Label, int Group)[] split, int folds) =>
        StratifiedGroups.Assign([.. split.Select(exam => exam.Label)], [.. split.Select(exam => exam.Group)], folds);

    private static IEnumerable<int> Groups((int Label, int Group)[] split) =>
        split.GroupBy(exam => exam.Label).Select(same => same.Select(exam => exam.Group).Distinct().Count());

    /// <summary>The largest difference between two folds in the exams of a class.</summary>
    private static int Spread((int Label, int Group)[] split, int[] found, int folds)
    {
        return split.Select(exam => exam.Label).Distinct().Max(Difference);

        int Difference(int label)
        {
            int[] counts = [.. Enumerable.Range(0, folds).Select(fold => Enumerable.Range(0, split.Length)
                .Count(i => split[i].Label == label && found[i] == fold))];
            return counts.Max() - counts.Min();
        }
    }

    private static int BestSpread((int Label, int Group)[] split, int folds)
    {
        int[] groups = [.. split.Select(exam => exam.Group).Distinct()];
        int best = int.MaxValue;
        for (int way = 0; way < (int)Math.Pow(folds, groups.Length); way++)
        {
            Dictionary<int, int> home = groups.Index()
                .ToDictionary(group => group.Item, group => way / (int)Math.Pow(folds, group.Index) % folds);
            best = Math.Min(best, Spread(split, [.. split.Select(exam => home[exam.Group])], folds));
        }
        return best;
    }

    private static int[] Counts(int[] labels, int[] found, int fold) =>
        [.. labels.Where((_, i) => found[i] == fold).CountBy(label => label).OrderBy(count => count.Key).Select(count => count.Value)];

    private static int[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(number => (int)number!)];
}
