using Angioboard.Core;
using Angioboard.Core.Tests.Data;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;

namespace Angioboard.Jobs.Tests.Datasets;

public sealed class ExamRemarkTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryStudy study = new();
    private Database database;
    private ExamRemarks remarks;

    public ExamRemarkTests()
    {
        study.Frame("a_L/1.jpg");
        study.Frame("b_R/1.jpg");
        study.Split(("train", [("a_L/1.jpg", 0), ("b_R/1.jpg", 1)]));
        (database, remarks) = Open();
    }

    public void Dispose()
    {
        database.Dispose();
        study.Dispose();
        data.Dispose();
    }

    [Fact]
    public void Remarks_keep_author_and_time_and_outlast_a_restart()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        remarks.Add(Actor.Owner("ada"), "eyes", "a_L", "  leakage below\r\nthe macula ", doubtful: true);
        remarks.Add(Actor.Owner("grace"), "eyes", "b_R", "", doubtful: true);
        remarks.Add(Actor.Owner("grace"), "eyes", "a_L", "agreed: staining", doubtful: false);

        database.Dispose();
        (database, remarks) = Open();

        Assert.Equal(
            [("ada", "leakage below\nthe macula", true), ("grace", "agreed: staining", false)],
            remarks.Of("eyes", "a_L").Select(remark => (remark.User, remark.Text, remark.Doubtful)));
        Assert.Equal(["a_L", "b_R", "a_L"], remarks.Of("eyes").Select(remark => remark.Exam));
        Assert.All(remarks.Of("eyes"), remark => Assert.InRange(remark.Time, before, DateTimeOffset.UtcNow));
        Assert.Empty(remarks.Of("other"));
    }

    [Fact]
    public void An_exam_may_have_as_long_a_name_as_the_disk_allows()
    {
        string exam = string.Join('/', Enumerable.Repeat(new string('x', 200), 6));
        study.Frame($"{exam}/1.jpg");
        study.Split(("train", [($"{exam}/1.jpg", 0), ("b_R/1.jpg", 1)]));

        remarks.Add(Actor.Owner("ada"), "eyes", exam, "a comment", doubtful: false);

        Assert.Equal("a comment", Assert.Single(remarks.Of("eyes", exam)).Text);
    }

    [Theory]
    [InlineData("eyes", "c_L", "a comment", "there is no such exam")]
    [InlineData("ears", "a_L", "a comment", "there is no such dataset")]
    [InlineData("eyes", "a_L", " \u200f ", "Write a comment")]
    public void A_remark_needs_an_exam_and_says_something(string dataset, string exam, string text, string problem)
    {
        InputException refused = Assert.Throws<InputException>(() => remarks.Add(Actor.Owner("ada"), dataset, exam, text, doubtful: false));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Empty(remarks.Of(dataset));
    }

    [Fact]
    public void A_remark_is_not_too_long_and_an_exam_has_not_too_many()
    {
        Assert.Throws<InputException>(() => remarks.Add(Actor.Owner("ada"), "eyes", "a_L", new string('x', 2001), doubtful: false));
        for (int i = 0; i < 200; i++) remarks.Add(Actor.Owner("ada"), "eyes", "a_L", new string('x', i == 0 ? 2000 : 1), doubtful: false);

        Assert.Throws<InputException>(() => remarks.Add(Actor.Owner("ada"), "eyes", "a_L", "one more", doubtful: false));

        Assert.Equal(200, remarks.Of("eyes", "a_L").Count);
        remarks.Add(Actor.Owner("ada"), "eyes", "b_R", "another exam", doubtful: false);
    }

    private (Database, ExamRemarks) Open()
    {
        Database opened = Database.Open(data.Path);
        DatasetStore datasets = new(opened);
        Jobs.Users.Rights rights = People.Of(opened, data.Path).Rights;
        AngioboardOptions options = new() { DataFolder = data.Path, DataRoots = [study.Folder] };
        DataRoots roots = new(options, opened, rights, TimeProvider.System);
        datasets.Put(new Dataset
        {
            Name = "eyes",
            Split = Path.Combine(study.Folder, "split.json"),
            Datadir = study.Folder,
            ClassNames = ["sick", "well"],
            Owner = "ada",
            Registered = DateTimeOffset.UnixEpoch,
        });
        return (opened, new ExamRemarks(opened, datasets, new DatasetCatalog(opened, datasets, roots), rights, TimeProvider.System));
    }
}
