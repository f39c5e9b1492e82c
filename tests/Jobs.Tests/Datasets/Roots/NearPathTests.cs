using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;

namespace Angioboard.Jobs.Tests.Datasets.Roots;

public sealed class NearPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly DataRoots roots;

    public NearPathTests()
    {
        database = Database.Open(folder.File("data"));
        Directory.CreateDirectory(folder.File("studies", "eyes", "exams"));
        Directory.CreateDirectory(folder.File("secret", "exams"));
        File.WriteAllText(folder.File("studies", "eyes", "split.json"), "{}");
        Directory.CreateSymbolicLink(folder.File("studies", "out"), folder.File("secret"));
        roots = new DataRoots(
            new AngioboardOptions { DataFolder = folder.File("data"), DataRoots = [folder.File("studies")] }, database,
            People.Of(database, folder.File("data")).Rights, TimeProvider.System);
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("studies/eyes/spilt.json", "studies/eyes/split.json")]
    [InlineData("studies/Eyes/split.json", "studies/eyes/split.json")]
    [InlineData("studies/eye/split.json", "studies/eyes/split.json")]
    [InlineData("studies/eyes/other.json", null)]
    [InlineData("studies/eyes/exam", null)]
    public void A_file_whose_name_differs_by_few_letters_is_found(string typed, string? meant) =>
        Assert.Equal(meant is null ? null : folder.File(meant.Split('/')),
            NearPath.Find(folder.File(typed.Split('/')), roots, folder: false));

    [Fact]
    public void Folders_outside_the_roots_are_neither_listed_nor_named()
    {
        Assert.Equal(folder.File("studies", "eyes", "exams"), NearPath.Find(folder.File("studies", "eyes", "exam"), roots, folder: true));
        Assert.Null(NearPath.Find(folder.File("secret", "exam"), roots, folder: true));
        Assert.Null(NearPath.Find(folder.File("studies", "out", "exam"), roots, folder: true));
        Assert.Null(NearPath.Find(folder.File("studie"), roots, folder: true));
    }
}
