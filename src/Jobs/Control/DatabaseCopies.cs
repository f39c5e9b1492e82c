using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Control;

/// <summary>Copies of the database, for administrators.</summary>
public sealed class DatabaseCopies(Database database, Rights rights)
{
    /// <summary>Copies the database while it is used.</summary>
    /// <exception cref="Core.InputException">The file exists or cannot be written.</exception>
    /// <exception cref="NotAllowedException">The user may not.</exception>
    public void Make(Actor actor, string file) =>
        rights.Do(actor, Roles.Administrator, AuditActions.DatabaseBackup, file, _ => database.Backup(file));
}
