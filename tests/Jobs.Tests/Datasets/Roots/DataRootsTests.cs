using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Datasets.Roots;

public sealed class DataRootsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly UserStore people;

    public DataRootsTests()
    {
        database = Database.Open(Data);
        people = People.Of(database, Data);
        Directory.CreateDirectory(folder.File("studies", "eyes"));
        Directory.CreateDirectory(folder.File("secret"));
        Directory.CreateDirectory(folder.File("data", "keys"));
        File.WriteAllText(folder.File("secret", "shadow"), "root:*:");
    }

    private Actor Ada => people.SignIn("ada", Roles.Administrator);

    private string Data => folder.File("data");

    private string Studies => folder.File("studies");

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Paths_below_a_root_are_found_whether_they_exist_or_not_and_no_others()
    {
        DataRoots roots = Roots(Studies);

        Assert.Equal(folder.File("studies", "eyes"), roots.Find(folder.File("studies", ".", "eyes")));
        Assert.Equal(folder.File("studies", "gone"), roots.Find(folder.File("studies", "gone")));
        foreach (string outside in new[] { "/etc/shadow", "/etc/nothing", folder.File("secret", "shadow"), folder.File("secret", "nothing"),
            $"{Studies}-2", $"{Studies}/../secret/shadow", "relative", "/a\0b", "" })
        {
            Assert.Null(roots.Find(outside));
            // The message does not even say whether it exists.
            Assert.Equal($"{outside}: {DataRoots.Outside}".Replace('\0', ' '),
                Assert.Single(Assert.Throws<InputException>(() => roots.Require(outside)).Problems));
        }
    }

    [Fact]
    public void Links_are_followed_anywhere_and_two_dots_apply_to_their_target()
    {
        File.CreateSymbolicLink(folder.File("studies", "file"), folder.File("secret", "shadow"));
        Directory.CreateSymbolicLink(folder.File("studies", "out"), folder.File("secret"));
        Directory.CreateSymbolicLink(folder.File("studies", "relative"), "../secret");
        Directory.CreateSymbolicLink(folder.File("studies", "in"), folder.File("studies", "eyes"));
        Directory.CreateSymbolicLink(folder.File("studies", "a"), folder.File("studies", "b"));
        Directory.CreateSymbolicLink(folder.File("studies", "b"), folder.File("studies", "a"));
        Directory.CreateSymbolicLink(folder.File("way"), Studies);
        DataRoots roots = Roots(Studies);

        Assert.Null(roots.Find(folder.File("studies", "file")));
        Assert.Null(roots.Find(folder.File("studies", "out", "shadow")));
        Assert.Null(roots.Find(folder.File("studies", "out", "nothing")));
        Assert.Null(roots.Find(folder.File("studies", "relative", "shadow")));
        Assert.Null(roots.Find($"{Studies}/out/../secret/shadow"));
        Assert.Null(roots.Find("/proc/self/root" + folder.File("secret", "shadow")));
        Assert.Null(roots.Find(folder.File("studies", "a", "x")));
        Assert.Equal(folder.File("studies", "eyes", "split.json"), roots.Find(folder.File("studies", "in", "split.json")));
        Assert.Equal(folder.File("studies", "eyes"), roots.Find(folder.File("way", "eyes")));
        Assert.Equal(folder.File("studies", "eyes"), roots.Find($"{Studies}/in/../eyes"));
    }

    [Fact]
    public void In_the_data_folder_only_the_phantom_study_and_the_datasets_can_be_named()
    {
        DataRoots roots = Roots();

        Assert.NotNull(roots.Find(folder.File("data", "phantom", "split.json")));
        Assert.NotNull(roots.Find(folder.File("data", "datasets", "eyes")));
        Assert.True(Directory.Exists(folder.File("data", "datasets")));
        foreach (string part in new[] { "angioboard.db", "keys/key.xml", "inbox", "devices", "results/a/Train_1/split.json",
            "datasets/../keys/key.xml", "phantom/../angioboard.db", "datasets-2" })
            Assert.Null(roots.Find(Path.Combine(Data, part)));
    }

    [Fact]
    public void A_root_may_neither_contain_the_dashboards_own_files_nor_be_among_them()
    {
        DataRoots roots = Roots(Studies);
        Directory.CreateSymbolicLink(folder.File("studies", "keys"), folder.File("data", "keys"));

        foreach (string bad in new[] { "/", folder.Path, Data, folder.File("data", "keys"), folder.File("studies", "keys"), "/proc",
            "/proc/self/fd", "/dev", "relative", folder.File("nowhere") })
            Assert.Throws<InputException>(() => roots.Add(Ada, bad));

        Assert.Equal(3, DataRoots.Problems(Options("/", Data, "relative", Studies)).Count());
        Assert.Null(Roots("/").Find("/etc/hostname"));
    }

    [Fact]
    public void A_root_allowed_by_an_administrator_is_valid_until_withdrawn_even_after_a_restart()
    {
        DataRoots roots = Roots();
        string eyes = folder.File("studies", "eyes"), split = folder.File("studies", "splits", "a.json");
        Assert.Equal([eyes, folder.File("studies", "splits")], roots.Lacking(eyes, Path.Combine(eyes, "b.json"), split));
        Assert.Equal([Studies], roots.Lacking(Studies, split));
        Assert.Empty(roots.Lacking(Path.Combine(Data, "keys")));

        roots.Add(Ada, Studies);

        Assert.Equal(eyes, Roots().Find(eyes));
        Assert.Equal("ada", Roots().All[^1].By);
        Assert.Empty(roots.Lacking(eyes, split));
        roots.Remove(Ada, Studies);
        Assert.Null(roots.Find(eyes));
        Assert.Null(Roots().Find(eyes));
    }

    [Fact]
    public void Only_administrators_allow_folders()
    {
        DataRoots roots = Roots();

        Assert.Throws<NotAllowedException>(() => roots.Add(people.SignIn("bob", Roles.Researcher), Studies));
        Assert.Throws<NotAllowedException>(() => roots.Remove(people.SignIn("vic", Roles.Viewer), Studies));
        Assert.Null(roots.Find(Studies));
    }

    [Fact]
    public void A_root_whose_folder_becomes_a_link_leads_nowhere_else()
    {
        DataRoots roots = Roots();
        roots.Add(Ada, folder.File("studies", "eyes"));

        Directory.Delete(folder.File("studies", "eyes"));
        Directory.CreateSymbolicLink(folder.File("studies", "eyes"), folder.File("secret"));

        Assert.Null(roots.Find(folder.File("studies", "eyes", "shadow")));
        Assert.Null(roots.Find(folder.File("secret", "shadow")));
    }

    private DataRoots Roots(params string[] configured) => new(Options(configured), database, people.Rights, TimeProvider.System);

    private AngioboardOptions Options(params string[] configured) =>
        new() { DataFolder = Data, DataRoots = configured.Length > 0 ? configured : null };
}
