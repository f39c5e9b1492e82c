using System.Text.Json.Nodes;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Core.Tests.Studies;

public sealed class StudyPlanFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File(StudyPlanFile.Name);

    public static TheoryData<StudyFolds?, SearchRule?> Kinds => new()
    {
        { null, null },
        { new PatientFolds(5) { Sha256 = [.. Enumerable.Repeat(new string('0', 64), 5)] }, new MedianRule(5, 3) },
        { new FileFolds(["/a.json", "/b/ä.json"]), new HalvingRule([5, 15], 3) },
        { new CurveFolds([0.125, 0.25, 0.5, 1], 7), null },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_plan_is_read_as_it_was_written_with_the_same_bytes(StudyFolds? folds, SearchRule? search)
    {
        bool curve = folds is CurveFolds;
        StudyPlan plan = (ExamplePlan.Of(curve ? [ExamplePlan.Variant("as set")] : []) with { Folds = folds, Search = search })
            .With(variants: curve ? [] : [ExamplePlan.Variant("max_frames=all", ("max_frames", null))], seeds: [9]);
        StudyPlanFile.Write(Path, plan);

        StudyPlan read = StudyPlanFile.Read(Path);

        Assert.Equal(StudyPlanFile.Text(plan), StudyPlanFile.Text(read));
        Assert.Equal(File.ReadAllText(Path), StudyPlanFile.Text(read));
        Assert.Equal(plan.Settings, read.Settings with { ClassNames = plan.Settings.ClassNames });
        Assert.Equal(plan.Runs().Select(run => run.Settings), read.Runs().Select(run => run.Settings));
        Assert.Equal(plan.CreatedAt, read.CreatedAt);
        Assert.Equal([new StudyRound(curve ? 1 : 3, folds?.Count ?? 1, 2), new StudyRound(curve ? 1 : 4, folds?.Count ?? 1, 3)],
            read.Rounds);
    }

    [Fact]
    public void What_its_runs_are_called_and_what_was_promoted_is_kept_and_older_files_lack_it()
    {
        StudyPlan plan = ExamplePlan.Of() with
        {
            Name = "lr {lr}", Note = "one\ntwo", Tags = ["first", "second"], Search = new MedianRule(5, 3), Promoted = ["c"],
        };
        StudyPlanFile.Write(Path, plan);
        StudyPlan read = StudyPlanFile.Read(Path);
        StudyPlanFile.Write(Path, ExamplePlan.Of());
        StudyPlan older = StudyPlanFile.Read(Path);

        Assert.Equal(("lr {lr}", "one\ntwo", "first second", "c"),
            (read.Name, read.Note, string.Join(' ', read.Tags), string.Join(' ', read.Promoted)));
        Assert.Equal((null, "", 0, 0), (older.Name, older.Note, older.Tags.Count, older.Promoted.Count));
        foreach (string field in new[] { "\"name\": \"lr", "note", "tags", "promoted" })
            Assert.DoesNotContain(field, StudyPlanFile.Text(older), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_names_tags_and_promotions_are_told()
    {
        StudyPlan plan = ExamplePlan.Of() with { Name = "two\nlines", Tags = [" "], Promoted = ["d"] };

        Assert.Equal(["name: must be a text in one line", "tags: each must be a text in one line",
            "promoted: the study has no search, so leave this out", "promoted: there is no variant d; did you mean a?"],
            StudyRules.Problems(plan));
    }

    [Fact]
    public void A_plan_that_is_not_valid_is_not_written()
    {
        Assert.Throws<InputException>(() => StudyPlanFile.Write(Path, ExamplePlan.Of() with { Seeds = [] }));

        Assert.False(File.Exists(Path));
    }

    [Theory]
    [InlineData("\"seeds\"", "\"sedes\"", "seeds: is missing; write a list of whole numbers",
        "sedes: is not a field of a study; did you mean seeds?")]
    [InlineData("    1,\n    2\n", "1, \"2\", 2.5, null", "seeds[1]: \"2\" is not allowed in a list of whole numbers",
        "seeds[2]: 2.5 is not allowed in a list of whole numbers", "seeds[3]: null is not allowed in a list of whole numbers")]
    [InlineData("\"count\": 5", "\"count\": \"5\"", "folds.count: \"5\" is not a whole number")]
    [InlineData("\"kind\": \"patients\"", "\"kind\": \"patient\"", "folds.kind: \"patient\" is not patients or files or learning_curve")]
    [InlineData("\"rule\": \"median\"", "\"rule\": \"medium\"", "search.rule: \"medium\" is not median or halving")]
    [InlineData("\"warmup\": 3", "\"warm_up\": 3", "search.warmup: is missing; write a whole number",
        "search.warm_up: is not a field of a study; did you mean warmup?")]
    [InlineData("\"direction\": \"max\"", "\"direction\": \"min\"", "selection.direction: a higher auc_ovr_macro is better; write max")]
    [InlineData("\"baseline\": \"b\"", "\"baseline\": 4", "baseline: 4 is not a text")]
    [InlineData("\"lr\": 0.001", "\"lr\": 0.01", "variants: a and b have the same settings; keep one of them")]
    [InlineData("\"lr\": 0.001", "\"rl\": 0.001", "variants: a: rl: is not a setting; did you mean lr?")]
    [InlineData("\"name\": \"a\"", "\"name\": null", "variants[0].name: null is not a text")]
    [InlineData("\"lr\": 0.0001", "\"lr\": true", "settings.lr: true is not a number")]
    [InlineData("\"strip\": 50", "\"stripe\": 50", "settings.stripe: is not a setting; did you mean strip?")]
    [InlineData("2026-11-30T09:00:00", "yesterday, 9:00",
        "created_at: \"yesterday, 9:00+00:00\" is not a time such as 2026-11-30T09:00:00+00:00")]
    [InlineData("\"anna\"", "\"\"", "created_by: must be a name of 1 to 100 visible characters in one line")]
    [InlineData("\"version\": 1", "\"version\": 2", "version: 2 is of a later program; open the study with that")]
    [InlineData("\"version\": 1", "\"version\": 0", "version: 0 is not 1")]
    [InlineData("\"rounds\": []", "\"rounds\": [{\"variants\": 2, \"folds\": 5, \"seeds\": 2}]",
        "rounds: the last has 2 variants, 5 folds and 2 seeds, but the study has 3 variants, 5 folds and 2 seeds; "
            + "add to a study by the program, not by hand")]
    [InlineData("\"rounds\": []",
        "\"rounds\": [{\"variants\": 3, \"folds\": 6, \"seeds\": 2}, {\"variants\": 3, \"folds\": 5, \"seeds\": 2}]",
        "rounds: a round has less than the one before; restore the file, since runs are counted by the rounds")]
    public void What_was_edited_by_hand_is_told_with_the_file_and_the_field(string from, string to, params string[] expected)
    {
        string text = StudyPlanFile.Text(ExamplePlan.Of() with { Folds = new PatientFolds(5), Search = new MedianRule(5, 3) });
        Assert.Contains(from, text, StringComparison.Ordinal);
        int at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(Path, text[..at] + to + text[(at + from.Length)..]);

        IReadOnlyList<string> problems = Assert.Throws<InputException>(() => StudyPlanFile.Read(Path)).Problems;

        Assert.Equal(expected.Select(line => $"{Path}: {line}"), problems);
    }

    [Theory]
    [InlineData("", "cannot be read as a study: the file is empty")]
    [InlineData("[]", "is not a study; it must be a JSON object")]
    [InlineData("null", "is not a study; it must be a JSON object")]
    [InlineData("{\"version\": 1, \"version\": 1}", "version appears twice")]
    [InlineData("{\"version\": 1", "it was cut short")]
    public void A_file_that_is_no_plan_is_one_line(string text, string expected)
    {
        File.WriteAllText(Path, text);

        string problem = Assert.Single(Assert.Throws<InputException>(() => StudyPlanFile.Read(Path)).Problems);

        Assert.StartsWith($"{Path}: ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_huge_one_are_one_line()
    {
        Assert.Contains("there is no such file",
            Assert.Throws<InputException>(() => StudyPlanFile.Read(Path)).Message, StringComparison.Ordinal);
        using (FileStream huge = File.Create(Path)) huge.SetLength(StudyPlanFile.Largest + 1);

        InputException refusal = Assert.Throws<InputException>(() => StudyPlanFile.Read(Path));
        Assert.StartsWith(Path, Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_field_that_is_null_or_of_another_kind_is_a_line_and_no_crash()
    {
        string text = StudyPlanFile.Text(ExamplePlan.Of() with { Folds = new PatientFolds(5), Search = new MedianRule(5, 3) });
        string[] fields =
            ["version", "created_at", "created_by", "selection", "variants", "seeds", "folds", "search", "rounds", "settings"];
        foreach (string field in fields)
        {
            foreach (string value in new[] { "null", "7", "\"x\"", "[]", "{}", "[[]]", "[null]", "{\"x\": {}}", "1e400" })
            {
                JsonObject plan = JsonNode.Parse(text)!.AsObject();
                plan[field] = JsonNode.Parse(value);
                File.WriteAllText(Path, plan.ToJsonString());

                try
                {
                    StudyPlanFile.Read(Path);
                    Assert.True(
                        (field, value)
                            is ("folds" or "search", "null") or ("created_by", "\"x\"") or ("rounds", "[]") or ("settings", "{}"),
                        $"{field} as {value} was taken");
                }
                catch (InputException e)
                {
                    Assert.All(e.Problems, problem => Assert.StartsWith($"{Path}: ", problem, StringComparison.Ordinal));
                }
            }
        }
    }
}
