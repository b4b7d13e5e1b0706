-- A console whose alarm sound cannot be heard is an alarm itself (ISA-18.2 as read for R15).

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('annunciator_silent', 'Alarm sound is not heard at a station',
   'The browser blocks sound until somebody touches the page, or the station has no sound device.',
   'An urgent alarm may go unheard while nobody looks at the screen.',
   'Go to the station, touch the page and press “Test” in the sound settings. Check loudspeaker and volume.',
   'P3', 1800, 'condition', true);
