using Angioboard.Core;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Store;
using LiteDB;

namespace Angioboard.Jobs.Tests.Store;

/// <summary>Databases of earlier versions, opened by a version with the test's own steps.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly SchemaStep Rename = new(2, database => database.RenameCollection("datasets", "studies"));
    private static readonly SchemaStep Mark =
        new(3, database => database.GetCollection("marks").Upsert(new BsonDocument { ["_id"] = "marked" }));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_earlier_database_is_upgraded_step_by_step_and_a_copy_of_it_is_kept()
    {
        Make();

        using (Database upgraded = Database.Open(folder.Path, 4, [Mark, Rename]))
        {
            Assert.Equal("hyperftype"u8, Assert.Single(upgraded.Documents("studies"))["_id"].AsBinary);
            Assert.Single(upgraded.Documents("marks"));
        }

        Database.Open(folder.Path, 4, [Mark, Rename]).Dispose();
        Assert.Throws<InputException>(() => Database.Open(folder.Path));
        Directory.CreateDirectory(folder.File("before"));
        File.Copy(folder.File("angioboard.db.schema-2"), folder.File("before", "angioboard.db"));
        using Database before = Database.Open(folder.File("before"));
        Assert.NotNull(new DatasetStore(before).Find("hyperftype"));
    }

    [Fact]
    public void An_interrupted_upgrade_is_repeated_and_the_first_copy_stays()
    {
        Make();
        SchemaStep power = new(3, _ => throw new InvalidOperationException("the power is cut"));

        Assert.Throws<InputException>(() => Database.Open(folder.Path, 4, [Idempotent, power]));
        byte[] copy = File.ReadAllBytes(folder.File("angioboard.db.schema-2"));
        using Database upgraded = Database.Open(folder.Path, 4, [Idempotent, Mark]);

        Assert.Single(upgraded.Documents("studies"));
        Assert.Single(upgraded.Documents("marks"));
        Assert.Equal(copy, File.ReadAllBytes(folder.File("angioboard.db.schema-2")));
    }

    [Fact]
    public void A_new_database_needs_no_upgrade_and_no_copy()
    {
        Database.Open(folder.Path).Dispose();

        Assert.Equal(["angioboard.db", "angioboard.lock"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Keys_of_the_first_schema_are_found_after_the_upgrade()
    {
        using (LiteDatabase first = new(folder.File("angioboard.db")))
        {
            first.UserVersion = 1;
            first.GetCollection("datasets").Insert(new BsonDocument
            {
                ["_id"] = "Eyes",
                ["json"] = """{"name":"Eyes","split":"s","datadir":"d","class_names":["x","y"],"owner":"o","registered":"2026-11-29"}""",
            });
            first.GetCollection("checks").Insert(new BsonDocument { ["_id"] = "last" });
        }

        using Database upgraded = Database.Open(folder.Path);
        DatasetStore datasets = new(upgraded);

        Assert.Equal("o", datasets.Find("Eyes")!.Owner);
        Assert.Null(datasets.Find("eyes"));
        datasets.Put(datasets.Find("Eyes")! with { Owner = "p" });
        Assert.Equal("p", Assert.Single(datasets.All()).Owner);
        Assert.Equal("last", Assert.Single(upgraded.Documents("checks"))["_id"].AsString);
    }

    private static SchemaStep Idempotent => new(2, database =>
    {
        if (database.CollectionExists("datasets")) database.RenameCollection("datasets", "studies");
    });

    private void Make()
    {
        using Database database = Database.Open(folder.Path);
        new DatasetStore(database).Put(
            new Dataset { Name = "hyperftype", Split = "s", Datadir = "d", ClassNames = ["x", "y"], Owner = "o", Registered = default });
    }
}
