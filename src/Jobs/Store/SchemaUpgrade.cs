using Angioboard.Core;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Upgrades a database to this program's schema version.</summary>
internal static class SchemaUpgrade
{
    /// <summary>
    /// Copies the database and does the steps that it lacks. If interrupted, it starts again at the next start, from the first copy.
    /// </summary>
    /// <param name="database">The database, which nothing else uses yet.</param>
    /// <param name="path">Its file.</param>
    /// <param name="version">The version to reach.</param>
    /// <param name="steps">Steps from any version to the next.</param>
    /// <exception cref="InputException">A newer version of the program wrote it.</exception>
    public static void Run(LiteDatabase database, string path, int version, IReadOnlyList<SchemaStep> steps)
    {
        int found = database.UserVersion;
        if (found == version) return;
        if (found > version)
            throw new InputException(
                $"{path}: was written by a newer Angioboard (schema {found}, this one knows {version}); start that version, or move the "
                    + $"file away");
        // A new database needs no steps.
        if (found == 0 && !database.GetCollectionNames().Any()) found = version;
        SchemaStep[] missing = [.. steps.Where(step => step.From >= found && step.From < version).OrderBy(step => step.From)];
        if (missing.Length > 0)
        {
            DatabaseFile.Fold(database, path);
            string copy = CopyOf(path, found);
            if (!File.Exists(copy)) AtomicFile.Copy(path, copy);
            foreach (SchemaStep step in missing) step.Apply(database);
        }
        database.UserVersion = version;
        DatabaseFile.Fold(database, path);
    }

    /// <summary>The path of the copy of an earlier version.</summary>
    public static string CopyOf(string path, int version) => $"{path}.schema-{version}";
}
