using Angioboard.Core;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Tests.Store;

public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_dashboard_on_the_folder_is_refused_until_the_first_has_closed()
    {
        using (Database first = Database.Open(folder.Path))
        {
            InputException refused = Assert.Throws<InputException>(() => Database.Open(folder.Path));
            Assert.Contains("another dashboard", Assert.Single(refused.Problems), StringComparison.Ordinal);
        }
        Database.Open(folder.Path).Dispose();
    }

    [Fact]
    public async Task A_collection_may_be_read_while_its_first_value_is_written()
    {
        using Database database = Database.Open(folder.Path);
        for (int i = 0; i < 150; i++)
        {
            StoredValues<string> values = database.Collection<string>($"c{i}");
            int going = 1;
            Task[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                while (Volatile.Read(ref going) == 1) values.Find("x");
            }))];
            values.Put("x", "a value");
            Volatile.Write(ref going, 0);
            await Task.WhenAll(readers);
            Assert.Equal("a value", values.Find("x"));
        }
        Assert.Null(database.Trouble);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    public void A_file_that_is_not_a_database_is_named_and_left_unchanged(int length)
    {
        byte[] garbage = new byte[length];
        new Random(1).NextBytes(garbage);
        File.WriteAllBytes(folder.File("angioboard.db"), garbage);

        InputException refused = Assert.Throws<InputException>(() => Database.Open(folder.Path));

        Assert.Contains("angioboard.db", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal(garbage, File.ReadAllBytes(folder.File("angioboard.db")));
        File.Delete(folder.File("angioboard.db"));
        Database.Open(folder.Path).Dispose();
    }

    [Fact]
    public void A_file_that_the_system_refuses_to_open_is_not_called_damaged()
    {
        // For a damaged one, the program offers to rebuild it from the runs' folders.
        Directory.CreateDirectory(folder.File("angioboard.db"));

        InputException refused = Assert.Throws<InputException>(() => Database.Open(folder.Path));

        Assert.Null(refused.InnerException as DamagedDatabaseException);
        Assert.Equal(
            $"{folder.File("angioboard.db")}: cannot be read: it is a folder, not a file; let the dashboard's user read and write it",
            Assert.Single(refused.Problems));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_left_unchanged()
    {
        using (LiteDB.LiteDatabase newer = new(folder.File("angioboard.db"))) newer.UserVersion = Database.SchemaVersion + 1;
        byte[] before = File.ReadAllBytes(folder.File("angioboard.db"));

        InputException refused = Assert.Throws<InputException>(() => Database.Open(folder.Path));

        Assert.Contains("newer", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.File("angioboard.db")));
    }

    [Fact]
    public void A_database_cut_off_in_the_middle_is_named_and_left_unchanged()
    {
        using (Database database = Database.Open(folder.Path))
        {
            DatasetStore store = new(database);
            for (int i = 0; i < 400; i++)
                store.Put(new Dataset { Name = $"d{i}", Split = "s", Datadir = "d", ClassNames = [new string('x', 900)], Owner = "o",
                    Registered = default });
        }
        string path = folder.File("angioboard.db");
        byte[] cut = File.ReadAllBytes(path)[..(int)(new FileInfo(path).Length / 2)];
        File.WriteAllBytes(path, cut);

        Assert.Throws<InputException>(() => Database.Open(folder.Path));

        Assert.Equal(cut, File.ReadAllBytes(path));
    }

    [Fact]
    public void Datasets_are_stored_by_name()
    {
        using Database database = Database.Open(folder.Path);
        DatasetStore store = new(database);
        Dataset dataset = new() { Name = "hyperftype", Split = "/a/split.json", Datadir = "/a", ClassNames = ["x", "y"], Owner = "ada",
            Registered = DateTimeOffset.UnixEpoch };

        store.Put(dataset);
        store.Put(dataset with { Strip = 0 });

        Assert.Equal(0, Assert.Single(store.All()).Strip);
        Assert.True(store.Remove("hyperftype"));
        Assert.Null(store.Find("hyperftype"));
    }
}
