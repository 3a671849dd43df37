@echo off
rem The nightly run under the Windows Task Scheduler; README.md has the line that schedules it.
rem Adjust the folders. The log is kept beside the runs.
cd /d D:\hedui
for /f %%d in ('powershell -NoProfile -Command "Get-Date -Format yyyy-MM-dd"') do set NIGHT=%%d
hedui.exe --log-format json run centre\nightly.toml --date %NIGHT% 2>> log.jsonl
set CODE=%ERRORLEVEL%
rem 7 is a success with remarks: an optional delivery is stale or missing.
if %CODE%==7 set CODE=0
exit /b %CODE%
