using Angioboard.Core.Files;

namespace Angioboard.Core.Tests.Files;

/// <summary>Refusals of the system are not blamed on the file.</summary>
public sealed class SystemFaultTests
{
    [Theory]
    [InlineData(24, "too many open files: this process may have no more than ")]
    [InlineData(23, "too many open files on this machine, by all programs together; close some or raise fs.file-max, then start again")]
    [InlineData(12, "the system has no memory left to open a file; close other programs or give it more, and start again")]
    public void A_shortage_is_one_line_for_all_files(int number, string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the numbers are Unix's");
        Exception fault = new TypeInitializationException("any", new IOException("Too many open files", number));

        Assert.StartsWith(line, SystemFault.Shortage(fault), StringComparison.Ordinal);
        Assert.Equal(SystemFault.Shortage(fault), SystemFault.Line("/a/1.jpg", fault, "move it out"));
    }

    [Theory]
    [InlineData(5, "the disk or network folder reports an error (EIO); check the disk, then copy the file again from elsewhere")]
    [InlineData(116, "the network folder has changed on its server (stale file handle); mount it again and start again")]
    [InlineData(110, "the network folder does not respond; reconnect it and start again")]
    [InlineData(40, "its symbolic links form a loop; remove them or point them at the file")]
    [InlineData(75, "Value too large; move it out")]
    public void Another_refusal_names_the_file_and_the_reason(int number, string rest)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the numbers are Linux's");

        Assert.Equal($"/a/1.jpg: cannot be read: {rest}",
            SystemFault.Line("/a/1.jpg", new IOException("Value too large : '/a/1.jpg'", number), "move it out"));
    }

    [Fact]
    public void A_file_that_may_not_be_read_says_so() => Assert.Equal(
        "/a/1.jpg: cannot be read: permission is denied; make it readable",
        SystemFault.Line("/a/1.jpg",
            new UnauthorizedAccessException("Access to the path is denied.", new IOException("Permission denied", 13)),
            "make it readable"));

    [Fact]
    public void A_limit_is_too_low_if_less_is_left_than_needed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere there may be no limit");

        Assert.Null(OpenFiles.TooFew(OpenFiles.ForCommand));
        Assert.StartsWith("too many open files: this process may have no more than ", OpenFiles.TooFew(int.MaxValue - 1_000_000),
            StringComparison.Ordinal);
    }
}
