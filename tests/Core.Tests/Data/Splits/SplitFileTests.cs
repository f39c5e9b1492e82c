using System.Text;
using Angioboard.Core.Data.Splits;

namespace Angioboard.Core.Tests.Data.Splits;

public sealed class SplitFileTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public void Dispose() => study.Dispose();

    [Fact]
    public void Splits_and_entries_keep_the_order_of_the_file()
    {
        study.Write("split.json", "\uFEFF" + """{"monitor-b": [["b/9.jpg", 1], ["a/1.jpg", null]], "train": [["c//d/./2.jpg", 0]]}""");

        (IReadOnlyList<SplitPart> parts, List<string> problems) = Read();

        Assert.Empty(problems);
        Assert.Equal(["monitor-b", "train"], parts.Select(part => part.Name));
        Assert.Equal([new("b", "9.jpg", 1), new("a", "1.jpg", null)], parts[0].Entries);
        Assert.Equal([new("c/d", "2.jpg", 0)], parts[1].Entries);
    }

    [Fact]
    public void A_file_that_is_not_JSON_is_named_with_its_line()
    {
        study.Write("split.json", "{\"train\": [\n [\"a/1.jpg\", 0],\n [\"a/2.jpg\" 0]\n]}");

        string problem = Assert.Single(Read().Problems);

        Assert.Equal($"{study.SplitPath}: line 3 is not JSON: at column 13: a comma is missing before this; write it", problem);
    }

    [Theory]
    [InlineData("[]", "not an object of splits; write {")]
    [InlineData("{}", "not an object of splits; write {")]
    [InlineData("3", "not an object of splits; write {")]
    [InlineData("""{"train": {"a/1.jpg": 0}}""", "train is not a list; write [[")]
    [InlineData("""{"train": []}""", "train is empty; add exams to it or remove the split")]
    [InlineData("""{"test": [["a/1.jpg", 0]], "test": [["b/1.jpg", 0]]}""", "test appears twice; merge the two or rename one")]
    [InlineData("""{"train": ["a/1.jpg"]}""", "train, entry 1: an entry must be a frame's path and a label; write [")]
    [InlineData("""{"train": [["a/1.jpg"]]}""", "train, entry 1: an entry must be a frame's path and a label; write [")]
    [InlineData("""{"train": [["a/1.jpg", 0, 1]]}""", "train, entry 1: an entry must be a frame's path and a label; write [")]
    [InlineData("""{"train": [[0, "a/1.jpg"]]}""", "train, entry 1: an entry must be a frame's path and a label; write [")]
    [InlineData("""{"train": [["a/1.jpg", 3]]}""", "a/1.jpg: the label 3 is not known; write a whole number from 0 to 1, or null")]
    [InlineData("""{"train": [["a/1.jpg", -1]]}""", "a/1.jpg: the label -1 is not known; write a whole number from 0 to 1, or null")]
    [InlineData("""{"train": [["a/1.jpg", 0.5]]}""", "a/1.jpg: the label 0.5 is not known; write a whole number")]
    [InlineData("""{"train": [["a/1.jpg", "0"]]}""", "a/1.jpg: the label \"0\" is not known; write a whole number")]
    [InlineData("""{"train": [["a/1.jpg", [0]]]}""", "a/1.jpg: the label […] is not known; write a whole number")]
    [InlineData("""{"train": [["a/1.jpg", NaN]]}""", "entry 1: a/1.jpg: NaN is not a label; write null for an unknown one")]
    [InlineData("""{"train": [["a/1.jpg", -Infinity]]}""", "entry 1: a/1.jpg: -Infinity is not a label; write null for an unknown one")]
    [InlineData("""{"train": [[NaN, 0]]}""", "train, entry 1: an entry must be a frame's path and a label; write [")]
    [InlineData("""{"train": [["a/1.jpg", None]]}""", "line 1 is not JSON: at column 24: None is Python's; write null")]
    [InlineData("""{"train": [["/data/a/1.jpg", 0]]}""", "entry 1: /data/a/1.jpg: the path is absolute; write it relative")]
    [InlineData("""{"train": [["C:/data/1.jpg", 0]]}""", "entry 1: C:/data/1.jpg: the path is absolute; write it relative")]
    [InlineData("""{"train": [["a/../../b/1.jpg", 0]]}""", "entry 1: a/../../b/1.jpg: the path has ..; write it relative")]
    [InlineData("""{"train": [["a\\1.jpg", 0]]}""", "entry 1: a\\1.jpg: the path has backslashes; write it with /")]
    [InlineData("""{"train": [["1.jpg", 0]]}""", "entry 1: 1.jpg: the path is not a frame in an exam's folder; write exam/1.jpg")]
    [InlineData("""{"train": [["a/b/", 0]]}""", "entry 1: a/b/: the path is not a frame in an exam's folder; write exam/1.jpg")]
    [InlineData("""{"train": [["\ud800/1.jpg", 0]]}""", "train, entry 1: the path is not valid Unicode; rename the file")]
    [InlineData("""{"\ud800": [["a/1.jpg", 0]]}""", "a split's name is not valid Unicode; rename the split")]
    public void A_problem_is_named_with_its_place_and_remedy(string json, string expected)
    {
        study.Write("split.json", json);

        string problem = Assert.Single(Read().Problems);

        Assert.StartsWith(study.SplitPath, problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_found_at_once_and_the_rest_is_read()
    {
        study.Write("split.json", """{"train": [["/a/1.jpg", 7], ["b/1.jpg", 0], 5], "test": []}""");

        (IReadOnlyList<SplitPart> parts, List<string> problems) = Read();

        Assert.Equal(4, problems.Count);
        Assert.Equal([new("b", "1.jpg", 0)], parts[0].Entries);
    }

    [Fact]
    public void Labels_that_continue_the_classes_are_one_problem_and_labels_with_a_gap_one_each()
    {
        study.Write("split.json",
            """{"train": [["a/1.jpg", 2], ["a/2.jpg", 2], ["b/1.jpg", 2]], "test": [["c/1.jpg", 3], ["d/1.jpg", 1]]}""");
        string names = Assert.Single(Read().Problems);
        study.Write("split.json", """{"train": [["a/1.jpg", 2], ["b/1.jpg", 4]]}""");
        List<string> labels = Read().Problems;

        Assert.Equal($"{study.SplitPath}: the split has labels 0–3, but 2 classes are named; add the names of the classes "
            + "2 (2 exams), 3 (1 exam, c), or correct the labels", names);
        Assert.Equal(2, labels.Count);
        Assert.Contains("b/1.jpg: the label 4 is not known", labels[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_or_one_that_is_not_UTF_8_is_named()
    {
        string missing = Assert.Single(Read().Problems);
        File.WriteAllBytes(study.SplitPath, [(byte)'{', (byte)'"', 0xe4, (byte)'"']);
        string latin = Assert.Single(Read().Problems);
        File.WriteAllText(study.SplitPath, "{}", Encoding.Unicode);
        string wide = Assert.Single(Read().Problems);

        Assert.Equal($"{study.SplitPath}: this split file does not exist; check the path", missing);
        Assert.Equal($"{study.SplitPath}: the text is not UTF-8; save the file as UTF-8", latin);
        Assert.Equal($"{study.SplitPath}: the text is UTF-16, not UTF-8; save the file as UTF-8", wide);
    }

    private (IReadOnlyList<SplitPart> Parts, List<string> Problems) Read()
    {
        List<string> problems = [];
        return (new SplitFile(study.SplitPath, numClasses: 2, problems).Read(), problems);
    }
}
