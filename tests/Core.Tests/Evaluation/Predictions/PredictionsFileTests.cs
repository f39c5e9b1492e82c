using System.Text.Json;
using Angioboard.Core.Evaluation.Predictions;

namespace Angioboard.Core.Tests.Evaluation.Predictions;

public sealed class PredictionsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void What_is_written_reads_back_bit_for_bit_in_its_order()
    {
        string path = folder.File("predictions.json");
        SplitPredictions[] written =
        [
            SyntheticPredictions.Split("train", 30, 5, seed: 1),
            new("monitor-Genève \"2\"", [new("a/é", null, [0.5, 0.125, 0.125, 0.125, 0.125]), new("b", 4, [1, 0, 0, 0, 0])]),
            SyntheticPredictions.Split("validation", 10, 5, seed: 2),
        ];

        PredictionsFile.Write(path, written);
        IReadOnlyList<SplitPredictions> read = PredictionsFile.Read(path, SyntheticPredictions.ClassNames(5));

        Assert.Equal(written.Select(split => split.Split), read.Select(split => split.Split));
        Assert.All(written.Zip(read), pair => Assert.Equal(
            pair.First.Exams.Select(exam => (exam.Exam, exam.Label, string.Join(' ', exam.Probabilities))),
            pair.Second.Exams.Select(exam => (exam.Exam, exam.Label, string.Join(' ', exam.Probabilities)))));
    }

    [Fact]
    public void One_exam_is_one_line()
    {
        string path = folder.File("predictions.json");

        PredictionsFile.Write(path, [new("test", [new("x/1_L", 1, [0.25, 0.75]), new("x/1_R", null, [1, 0])]), new("none", [])]);

        Assert.Equal(
            ["{", "  \"test\": [", "    [\"x/1_L\", 1, [0.25,0.75]],", "    [\"x/1_R\", null, [1,0]]", "  ],", "  \"none\": [", "  ]", "}"],
            File.ReadAllLines(path));
    }

    [Fact]
    public void Predictions_of_the_peer_are_read()
    {
        IReadOnlyList<SplitPredictions> read = PredictionsFile.Read(GoldenFiles.Path("peer", "end", "predictions.json"));

        Assert.Contains("train", read.Select(split => split.Split));
        Assert.Equal(new ExamPrediction("Train/Train/0_L", 0, []).Label, read[0].Exams[0].Label);
    }

    [Fact]
    public void Labels_may_be_bare_in_a_list_or_null()
    {
        string path = Write("""{"test": [["a", 1, [0.5, 0.5]], ["b", [0], [0.5, 0.5]], ["c", null, [0.5, 0.5]], ["d", [null], [1, 0]]]}""");

        IReadOnlyList<SplitPredictions> read = PredictionsFile.Read(path);

        Assert.Equal([1, 0, null, null], read[0].Exams.Select(exam => exam.Label));
    }

    [Fact]
    public void Rows_of_float32_softmax_are_divided_by_their_sum_and_exact_ones_are_kept()
    {
        string path = Write("""{"test": [["a", 0, [0.6003, 0.4]], ["b", 0, [0.600000001, 0.4]]]}""");

        IReadOnlyList<ExamPrediction> exams = PredictionsFile.Read(path)[0].Exams;

        Assert.Equal([0.6003 / 1.0003, 0.4 / 1.0003], exams[0].Probabilities);
        Assert.Equal([0.600000001, 0.4], exams[1].Probabilities);
    }

    [Fact]
    public void All_bad_rows_are_named_with_their_line_and_a_remedy()
    {
        string path = Write("""
            {"train": [["good", 0, [0.5, 0.5]], ["NaN \"Infinity", 1, [NaN, 0.5]], ["infinite", 1, [-Infinity, 0.5]], ["negative", 0, [-0.1, 1.1]]],
             "test": [["off", 0, [0.5, 0.502]], ["ragged", 0, [0.5, 0.25, 0.25]], ["label", 2, [0.5, 0.5]], ["half", 0.5, [0.5, 0.5]],
                      ["short", 0], 7, ["text", 0, ["0.5", 0.5]], ["one", 0, [1.0]], ["below", -1, [0.5, 0.5]]],
             "split": {"exam": [0.5, 0.5]}}
            """);

        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(path));

        Assert.Collection(
            refused.Problems,
            p => Assert.Equal(
                $"{path}: train, row 1 (NaN \"Infinity): probability 0 is NaN; probabilities must be finite and not negative: predict "
                    + $"again, or leave the exam out", p),
            p => Assert.Contains("train, row 2 (infinite): probability 0 is -Infinity", p, StringComparison.Ordinal),
            p => Assert.Contains("train, row 3 (negative): probability 0 is -0.1", p, StringComparison.Ordinal),
            p => Assert.Contains("test, row 0 (off): the probabilities sum to 1.002; they must sum to 1 within 0.001", p,
                StringComparison.Ordinal),
            p => Assert.Contains("test, row 1 (ragged): 3 probabilities where the rows before have 2", p, StringComparison.Ordinal),
            p => Assert.Contains("test, row 2 (label): label 2 is out of range; with 2 classes labels go from 0 to 1", p,
                StringComparison.Ordinal),
            p => Assert.Contains("test, row 3 (half): label 0.5 is not a whole number", p, StringComparison.Ordinal),
            p => Assert.Contains("test, row 4: wrong shape", p, StringComparison.Ordinal),
            p => Assert.Contains("test, row 5: wrong shape", p, StringComparison.Ordinal),
            p => Assert.Contains("test, row 6 (text): probability 0 is the text \"0.5\"; write a number", p, StringComparison.Ordinal),
            p => Assert.Contains("test, row 7 (one): 1 probability; a row needs one for each of two or more classes", p,
                StringComparison.Ordinal),
            p => Assert.Contains("test, row 8 (below): label -1 is out of range", p, StringComparison.Ordinal),
            p => Assert.Contains("split: wrong shape", p, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"test": [["a", 0, [0.5, 0.5""", "not JSON")]
    [InlineData("", "not JSON")]
    [InlineData("""{"test": [["a", 0, [0.5, 0.5]],]}""", "line 1 is not JSON: at column 32: there is a comma before the ]; remove it")]
    [InlineData("""{"test": [["a", None, [0.5, 0.5]]]}""", "line 1 is not JSON: at column 17: None is Python's; write null")]
    [InlineData("[1, 2]", "wrong shape")]
    [InlineData("{}", "wrong shape")]
    [InlineData("""{"test": [], "test": []}""", "the split appears twice")]
    public void A_file_in_another_format_is_refused(string text, string problem)
    {
        string path = Write(text);

        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(path));

        Assert.StartsWith($"{path}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[0.2, 0.2, 0.2, 0.2, 0.199]",
        "1 row does not sum to exactly 1 (off by up to 0.001, as after rounding): divided by the sum")]
    [InlineData("[0.33, 0.33, 0.33]", "1 row does not sum to exactly 1 (off by up to 0.01, as after rounding): divided by the sum")]
    [InlineData("[0.1234, 0.4321, 0.4435]", "1 row does not sum to exactly 1 (off by up to 0.001, as after rounding): divided by the sum")]
    [InlineData("[1.23e-01, 8.78e-01]", "1 row does not sum to exactly 1 (off by up to 0.001, as after rounding): divided by the sum")]
    // bfloat16.
    [InlineData("[0.90234375, 0.047607421875, 0.04541015625]",
        "1 row does not sum to exactly 1 (off by up to 0.00464, as after rounding): divided by the sum")]
    public void Rows_of_rounded_numbers_are_divided_by_their_sum_and_reported(string row, string note)
    {
        string path = Write($$"""{"test": [["a", 0, {{row}}]]}""");
        double[] written = JsonSerializer.Deserialize<double[]>(row)!;
        List<string> notes = [];

        ExamPrediction exam = PredictionsFile.Read(path, classNames: null, notes)[0].Exams[0];

        Assert.Equal(written.Select(p => p / written.Sum()), exam.Probabilities);
        Assert.Equal([note], notes);
    }

    [Theory]
    [InlineData("[0.33, 0.33, 0.32]", "sum to 0.98; they must sum to 1 within 0.01")]
    [InlineData("[0.333, 0.333, 0.331]", "sum to 0.997; they must sum to 1 within 0.0015")]
    [InlineData("[0.6000000001, 0.4016]", "sum to 1.0016; they must sum to 1 within 0.001")]
    public void Rows_that_no_rounding_explains_are_refused(string row, string problem)
    {
        string path = Write($$"""{"test": [["a", 0, {{row}}]]}""");

        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(path));

        Assert.Contains($"test, row 0 (a): the probabilities {problem}", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_exam_with_the_same_row_counts_once_and_is_named()
    {
        string path =
            Write("""{"test": [["a", 0, [0.75, 0.25]], ["b", 1, [0.5, 0.5]], ["a", 0, [0.75, 0.25]], ["b", 1, [0.50001, 0.49999]]], "new": [["c", null, [1, 0]], ["a", 0, [1, 0]]]}""");
        List<string> notes = [];

        IReadOnlyList<SplitPredictions> read = PredictionsFile.Read(path, classNames: null, notes);

        Assert.Equal([("a", 0.75), ("b", 0.5)], read[0].Exams.Select(exam => (exam.Exam, exam.Probabilities[0])));
        Assert.Equal(
        [
            "test: 2 exams are there more than once with identical rows, such as a; each counts once",
            "1 exam is in two splits: a in test and new; an exam should be in one only",
        ], notes);
    }

    [Fact]
    public void A_repeated_exam_with_a_different_row_is_refused_by_name()
    {
        string path =
            Write("""{"test": [["a", 0, [0.75, 0.25]], ["a", 1, [0.75, 0.25]], ["b", null, [0.5, 0.5]], ["b", null, [0.25, 0.75]], ["b", 0, [0.5, 0.5]]]}""");

        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(path));

        Assert.Equal(
        [
            $"{path}: test, row 1 (a): the exam is also in row 0, with the label 0 instead of 1; keep one of the two",
            $"{path}: test, row 3 (b): the exam is also in row 2, with other probabilities, up to 0.25 off; keep one of the two",
            $"{path}: test, row 4 (b): the exam is also in row 2, with the label null instead of 0; keep one of the two",
        ], refused.Problems);
    }

    [Theory]
    [InlineData("""["a", NaN, [0.5, 0.5]]""", "(a): label NaN is not a whole number; give the class's index, [index] or null")]
    [InlineData("""["a", "0", [0.5, 0.5]]""", "(a): label \"0\" is not a whole number")]
    [InlineData("""["a", [0, 1], [0.5, 0.5]]""", "(a): label [0, 1] is not a whole number")]
    [InlineData("""["a", 0, [null, 0.5]]""", "(a): probability 0 is null; write a number")]
    [InlineData("""["a", 0, [0.5, [0.5]]]""", "(a): probability 1 is a list; write a number")]
    [InlineData("""["a", 0, [0.5, "NaN"]]""", "(a): probability 1 is the text \"NaN\"; write a number")]
    [InlineData("""["a", 0, [1e400, 0.5]]""", "(a): probability 0 is 1e400; probabilities must be finite")]
    [InlineData("""["a", 0, 0.7]""",
        "(a): the probability 0.7 is not in a list; write a list with one per class, for two classes [1 - p, p]")]
    [InlineData("""["a", 0, [0.7]]""", "(a): 1 probability; a row needs one for each of two or more classes, for two classes [1 - p, p]")]
    [InlineData("""["", 0, [0.5, 0.5]]""", "row 0: the exam has no name; write one")]
    [InlineData("""[NaN, 0, [0.5, 0.5]]""", ": wrong shape; a row must be")]
    [InlineData("""["a", 0, [0.5, 0.5], 1]""", "row 0: wrong shape; a row must be")]
    [InlineData("""{"exam": "a", "label": 0}""", ": wrong shape; a row must be")]
    public void A_row_in_another_format_is_refused_with_what_to_write(string row, string problem)
    {
        string path = Write($$"""{"test": [{{row}}, ["z", 0, [0.5, 0.5]]]}""");

        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(path));

        Assert.Contains(problem, Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_of_class_names_is_one_problem()
    {
        string path = Write("""{"test": [["a", 0, [0.5, 0.5]], ["b", 0, [0.5, 0.5]]]}""");

        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(path, ["a", "b", "c"]));

        Assert.Equal([$"{path}: rows of 2 probabilities, but 3 class names; give as many names as classes"], refused.Problems);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(folder.File("none.json")));

        Assert.Equal($"{folder.File("none.json")}: cannot be read; check the path and the permissions", refused.Message);
    }

    [Fact]
    public void Thousands_of_bad_rows_do_not_drown_the_message()
    {
        string rows = string.Join(", ", Enumerable.Range(0, 3000).Select(i => $"[\"{i}\", 0, [0.5, 0.6]]"));
        string path = Write($"{{\"test\": [{rows}]}}");

        InputException refused = Assert.Throws<InputException>(() => PredictionsFile.Read(path));

        Assert.Equal(51, refused.Problems.Count);
        Assert.Equal($"{path}: 2950 more problems like these", refused.Problems[^1]);
    }

    public void Dispose() => folder.Dispose();

    private string Write(string text)
    {
        File.WriteAllText(folder.File("p.json"), text);
        return folder.File("p.json");
    }
}
